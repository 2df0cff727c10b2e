import { TemplateError } from './template-error.ts';
import { segmentsOf, type Segment, type Token } from './tokens.ts';

export type Expression =
  | { readonly kind: 'field'; readonly fromRoot: boolean; readonly path: readonly string[] }
  | { readonly kind: 'literal'; readonly value: string | boolean }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expression[] };

export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly value: Expression }
  /** `with` makes the condition's value the dot of its body. */
  | { readonly kind: 'if' | 'with'; readonly condition: Expression; readonly body: readonly Statement[]; readonly otherwise: readonly Statement[] };

/** Comparison and logic; functions that format or index are left out on purpose. */
export const functionNames = ['and', 'or', 'not', 'eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const;
export type FunctionName = (typeof functionNames)[number];

/** Parses the supported part of Go's text/template (spec KB-09): fields, strings, if, with, else, comparisons. Errors: `TemplateError`. */
export function parseTemplate(template: string): Statement[] {
  const source = new Segments(segmentsOf(template));
  const statements = parseStatements(source);
  const closing = source.take();
  if (closing) throw new TemplateError(`unexpected {{ ${keyword(closing) ?? ''} }}`);
  return statements;
}

class Segments {
  readonly #segments: readonly Segment[];
  #next = 0;

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
  }

  peek(): Segment | undefined {
    return this.#segments[this.#next];
  }

  take(): Segment | undefined {
    const segment = this.peek();
    this.#next += 1;
    return segment;
  }
}

const blockWords = new Set(['if', 'with', 'else', 'end', 'range', 'define', 'block', 'template', 'break', 'continue']);

/** The block word that an action begins with, if any. */
function keyword(segment: Segment): string | undefined {
  const first = segment.kind === 'action' ? segment.tokens[0] : undefined;
  return first?.kind === 'word' && blockWords.has(first.text) ? first.text : undefined;
}

/** Statements up to an else, an end, or the end of the template; the segment that ends them stays. */
function parseStatements(source: Segments): Statement[] {
  const statements: Statement[] = [];
  for (let segment = source.peek(); segment; segment = source.peek()) {
    const word = keyword(segment);
    if (word === 'else' || word === 'end') break;
    source.take();
    statements.push(parseStatement(segment, word, source));
  }
  return statements;
}

function parseStatement(segment: Segment, word: string | undefined, source: Segments): Statement {
  if (segment.kind === 'text') return segment;
  if (word === undefined) return { kind: 'print', value: parsePipeline(segment.tokens, 'command') };
  if (word === 'if' || word === 'with') return parseBranch(word, segment.tokens.slice(1), source);
  throw new TemplateError(`{{ ${word} }} is not supported`);
}

function parseBranch(kind: 'if' | 'with', conditionTokens: readonly Token[], source: Segments): Statement {
  const condition = parsePipeline(conditionTokens, kind);
  const body = parseStatements(source);
  return { kind, condition, body, otherwise: parseOtherwise(kind, source) };
}

function parseOtherwise(kind: 'if' | 'with', source: Segments): Statement[] {
  const closing = source.take();
  if (closing?.kind !== 'action') throw new TemplateError(`{{ ${kind} }} has no {{ end }}`);
  const [, next, ...condition] = closing.tokens;
  if (keyword(closing) === 'end') {
    if (next) throw new TemplateError('unexpected words after {{ end');
    return [];
  }
  if (!next) return parseElse(kind, source);
  if (next.kind === 'word' && next.text === kind) return [parseBranch(kind, condition, source)];
  throw new TemplateError(`{{ else }} of {{ ${kind} }} may only be followed by ${kind}`);
}

function parseElse(kind: 'if' | 'with', source: Segments): Statement[] {
  const statements = parseStatements(source);
  const closing = source.take();
  if (!closing) throw new TemplateError(`{{ ${kind} }} has no {{ end }}`);
  if (keyword(closing) !== 'end') throw new TemplateError('unexpected second {{ else }}');
  return statements;
}

function parsePipeline(tokens: readonly Token[], what: string): Expression {
  const [expression, rest] = parseCall(tokens, what);
  if (rest.length > 0) throw new TemplateError('unexpected ) or value: only functions take arguments');
  return expression;
}

/** A value, or a function with arguments up to the end or the closing parenthesis. */
function parseCall(tokens: readonly Token[], what: string): [Expression, readonly Token[]] {
  const [first, ...rest] = tokens;
  if (!first || first.kind === 'close') throw new TemplateError(`missing value for ${what}`);
  if (first.kind !== 'word' || isTruth(first.text)) return parseOperand(tokens);

  const name = functionNames.find((known) => known === first.text);
  if (!name) throw new TemplateError(`function ${JSON.stringify(first.text)} is not supported, only ${functionNames.join(', ')} are`);
  const args: Expression[] = [];
  let remaining: readonly Token[] = rest;
  while (remaining.length > 0 && remaining[0]?.kind !== 'close') {
    const [argument, after] = parseOperand(remaining);
    args.push(argument);
    remaining = after;
  }
  checkCount(name, args.length);
  return [{ kind: 'call', name, args }, remaining];
}

function checkCount(name: FunctionName, count: number): void {
  const [least, most] = name === 'not' ? [1, 1] : name === 'and' || name === 'or' ? [1, Infinity] : name === 'eq' ? [2, Infinity] : [2, 2];
  if (count < least || count > most) throw new TemplateError(`wrong number of arguments for ${name}: ${count}`);
}

function parseOperand(tokens: readonly Token[]): [Expression, readonly Token[]] {
  const [first, ...rest] = tokens;
  switch (first?.kind) {
    case 'field':
      return [first, rest];
    case 'string':
      return [{ kind: 'literal', value: first.value }, rest];
    case 'word':
      return [parseTruth(first.text), rest];
    case 'open':
      return parseParenthesis(rest);
    case 'close':
    case undefined:
      throw new TemplateError('missing value');
  }
}

function parseTruth(word: string): Expression {
  if (isTruth(word)) return { kind: 'literal', value: word === 'true' };
  throw new TemplateError(`${JSON.stringify(word)} needs parentheses here, or is not supported`);
}

function parseParenthesis(tokens: readonly Token[]): [Expression, readonly Token[]] {
  const [inner, after] = parseCall(tokens, 'parenthesis');
  if (after[0]?.kind !== 'close') throw new TemplateError('unclosed left parenthesis');
  return [inner, after.slice(1)];
}

const isTruth = (word: string): boolean => word === 'true' || word === 'false';
