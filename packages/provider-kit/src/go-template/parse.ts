import { TemplateError } from './template-error.ts';
import { segmentsOf, type Segment, type Token } from './tokens.ts';

export type Expression =
  /** Begins at the dot without a variable; `$` is the whole data. */
  | { readonly kind: 'field'; readonly variable: string | undefined; readonly path: readonly string[] }
  | { readonly kind: 'literal'; readonly value: string | boolean }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly value: Expression }
  /** `with` makes the condition's value the dot of its body. */
  | { readonly kind: 'if' | 'with'; readonly condition: Expression; readonly body: readonly Statement[]; readonly otherwise: readonly Statement[] }
  /** `variables` are none, the value's, or the key's and the value's. */
  | { readonly kind: 'range'; readonly variables: readonly string[]; readonly over: Expression; readonly body: readonly Statement[]; readonly otherwise: readonly Statement[] };

/** What a template may use besides fields, strings, if, with, else and comparisons. */
export interface Dialect {
  readonly ranges: boolean;
  /** Names of further functions, with the number of their arguments. */
  readonly functions: Readonly<Record<string, number>>;
}

/** Comparison and logic; functions that format or index are left out on purpose. */
export const functionNames = ['and', 'or', 'not', 'eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const;
export type FunctionName = (typeof functionNames)[number];

/** Parses the supported part of Go's text/template. Errors: `TemplateError`. */
export function parseTemplate(template: string, dialect: Dialect): Statement[] {
  const source = new Segments(segmentsOf(template), dialect);
  const statements = parseStatements(source);
  const closing = source.take();
  if (closing) throw new TemplateError(`unexpected {{ ${keyword(closing) ?? ''} }}`);
  return statements;
}

class Segments {
  readonly dialect: Dialect;
  readonly #segments: readonly Segment[];
  #next = 0;

  constructor(segments: readonly Segment[], dialect: Dialect) {
    this.#segments = segments;
    this.dialect = dialect;
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
  if (word === undefined) return { kind: 'print', value: parsePipeline(segment.tokens, 'command', source.dialect) };
  if (word === 'range' && source.dialect.ranges) return parseRange(segment.tokens.slice(1), source);
  if (word === 'if' || word === 'with') return parseBranch(word, segment.tokens.slice(1), source);
  throw new TemplateError(`{{ ${word} }} is not supported`);
}

function parseBranch(kind: 'if' | 'with', conditionTokens: readonly Token[], source: Segments): Statement {
  const condition = parsePipeline(conditionTokens, kind, source.dialect);
  const body = parseStatements(source);
  return { kind, condition, body, otherwise: parseOtherwise(kind, source) };
}

/** `range x`, `range $value := x` or `range $key, $value := x`. */
function parseRange(tokens: readonly Token[], source: Segments): Statement {
  const declaration = tokens.findIndex(({ kind }) => kind === 'declare');
  const variables = declaration < 0 ? [] : declaredVariables(tokens.slice(0, declaration));
  const over = parsePipeline(tokens.slice(declaration + 1), 'range', source.dialect);
  const body = parseStatements(source);
  return { kind: 'range', variables, over, body, otherwise: parseOtherwise('range', source) };
}

function declaredVariables(tokens: readonly Token[]): string[] {
  const [first, comma, second, ...rest] = tokens;
  const names = [first, second].flatMap((token) => (token?.kind === 'field' && token.variable !== undefined && token.variable !== '$' && token.path.length === 0 ? [token.variable] : []));
  const isList = names.length === (second ? 2 : 1) && rest.length === 0 && (comma?.kind === 'comma') === (second !== undefined) && tokens.length === names.length * 2 - 1;
  if (!isList) throw new TemplateError('{{ range }} declares one or two variables, such as $key, $value');
  return names;
}

function parseOtherwise(kind: 'if' | 'with' | 'range', source: Segments): Statement[] {
  const closing = source.take();
  if (closing?.kind !== 'action') throw new TemplateError(`{{ ${kind} }} has no {{ end }}`);
  const [, next, ...condition] = closing.tokens;
  if (keyword(closing) === 'end') {
    if (next) throw new TemplateError('unexpected words after {{ end');
    return [];
  }
  if (!next) return parseElse(kind, source);
  if (kind !== 'range' && next.kind === 'word' && next.text === kind) return [parseBranch(kind, condition, source)];
  throw new TemplateError(`{{ else }} of {{ ${kind} }} may only be followed by ${kind}`);
}

function parseElse(kind: 'if' | 'with' | 'range', source: Segments): Statement[] {
  const statements = parseStatements(source);
  const closing = source.take();
  if (!closing) throw new TemplateError(`{{ ${kind} }} has no {{ end }}`);
  if (keyword(closing) !== 'end') throw new TemplateError('unexpected second {{ else }}');
  return statements;
}

function parsePipeline(tokens: readonly Token[], what: string, dialect: Dialect): Expression {
  if (tokens.some(({ kind }) => kind === 'declare' || kind === 'comma')) throw new TemplateError('unsupported syntax: variables can only be declared by {{ range }}');
  const [expression, rest] = parseCall(tokens, what, dialect);
  if (rest.length > 0) throw new TemplateError('unexpected ) or value: only functions take arguments');
  return expression;
}

/** A value, or a function with arguments up to the end or the closing parenthesis. */
function parseCall(tokens: readonly Token[], what: string, dialect: Dialect): [Expression, readonly Token[]] {
  const [first, ...rest] = tokens;
  if (!first || first.kind === 'close') throw new TemplateError(`missing value for ${what}`);
  if (first.kind !== 'word' || isTruth(first.text)) return parseOperand(tokens, dialect);

  const known: readonly string[] = [...functionNames, ...Object.keys(dialect.functions)];
  const name = first.text;
  if (!known.includes(name)) throw new TemplateError(`function ${JSON.stringify(name)} is not supported, only ${known.join(', ')} are`);
  const args: Expression[] = [];
  let remaining: readonly Token[] = rest;
  while (remaining.length > 0 && remaining[0]?.kind !== 'close') {
    const [argument, after] = parseOperand(remaining, dialect);
    args.push(argument);
    remaining = after;
  }
  checkCount(name, args.length, dialect);
  return [{ kind: 'call', name, args }, remaining];
}

function checkCount(name: string, count: number, { functions }: Dialect): void {
  const [least, most] = argumentRange(name, functions[name]);
  if (count < least || count > most) throw new TemplateError(`wrong number of arguments for ${name}: ${count}`);
}

function argumentRange(name: string, declared: number | undefined): [least: number, most: number] {
  if (declared !== undefined) return [declared, declared];
  if (name === 'not') return [1, 1];
  if (name === 'and' || name === 'or') return [1, Infinity];
  return name === 'eq' ? [2, Infinity] : [2, 2];
}

function parseOperand(tokens: readonly Token[], dialect: Dialect): [Expression, readonly Token[]] {
  const [first, ...rest] = tokens;
  switch (first?.kind) {
    case 'field':
      return [first, rest];
    case 'string':
      return [{ kind: 'literal', value: first.value }, rest];
    case 'word':
      return [parseTruth(first.text), rest];
    case 'open':
      return parseParenthesis(rest, dialect);
    case 'close':
    case 'declare':
    case 'comma':
    case undefined:
      throw new TemplateError('missing value');
  }
}

function parseTruth(word: string): Expression {
  if (isTruth(word)) return { kind: 'literal', value: word === 'true' };
  throw new TemplateError(`${JSON.stringify(word)} needs parentheses here, or is not supported`);
}

function parseParenthesis(tokens: readonly Token[], dialect: Dialect): [Expression, readonly Token[]] {
  const [inner, after] = parseCall(tokens, 'parenthesis', dialect);
  if (after[0]?.kind !== 'close') throw new TemplateError('unclosed left parenthesis');
  return [inner, after.slice(1)];
}

const isTruth = (word: string): boolean => word === 'true' || word === 'false';
