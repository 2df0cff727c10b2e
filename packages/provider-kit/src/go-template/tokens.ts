import { TemplateError } from './template-error.ts';

/** A piece of a template: text to copy, or the tokens of one action in its order. */
export type Segment = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'action'; readonly tokens: readonly Token[] };

export type Token =
  | { readonly kind: 'word'; readonly text: string }
  /** `.a.b` and `.` begin at the dot, `$.a` and `$x.a` at a variable; `$` itself is the whole data. */
  | { readonly kind: 'field'; readonly variable: string | undefined; readonly path: readonly string[] }
  | { readonly kind: 'declare' }
  | { readonly kind: 'comma' }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'open' }
  | { readonly kind: 'close' };

const whitespace = /^[ \t\r\n]+/;
const comment = /^\/\*[^]*?\*\/([ \t\r\n]-)?\}\}/;
const actionEnd = /^([ \t\r\n]+-\}\}|[ \t\r\n]*\}\})/;

/** Splits a template into text and actions; `{{-` and `-}}` have already trimmed the text beside them. Errors: `TemplateError`. */
export function segmentsOf(template: string): Segment[] {
  const segments: Segment[] = [];
  let rest = template;
  let trimNext = false;
  for (;;) {
    const start = rest.indexOf('{{');
    const text = trimmedStart(start < 0 ? rest : rest.slice(0, start), trimNext);
    if (start < 0) return [...segments, { kind: 'text', text }];

    const trimsBefore = /^-[ \t\r\n]/.test(rest.slice(start + 2));
    segments.push({ kind: 'text', text: trimsBefore ? text.replace(/[ \t\r\n]+$/, '') : text });
    const action = readAction(rest.slice(start + (trimsBefore ? 4 : 2)));
    if (action.tokens) segments.push({ kind: 'action', tokens: action.tokens });
    rest = action.rest;
    trimNext = action.trimsAfter;
  }
}

const trimmedStart = (text: string, trim: boolean): string => (trim ? text.replace(whitespace, '') : text);

interface Action {
  /** Undefined for a comment. */
  readonly tokens: readonly Token[] | undefined;
  readonly trimsAfter: boolean;
  readonly rest: string;
}

function readAction(source: string): Action {
  if (source.startsWith('/*')) {
    const match = comment.exec(source);
    if (!match) throw new TemplateError('a comment must end with */ directly before }}');
    return { tokens: undefined, trimsAfter: match[1] !== undefined, rest: source.slice(match[0].length) };
  }
  const tokens: Token[] = [];
  let rest = source;
  for (;;) {
    const end = actionEnd.exec(rest);
    if (end) return { tokens, trimsAfter: end[0].endsWith('-}}'), rest: rest.slice(end[0].length) };
    rest = rest.replace(whitespace, '');
    if (rest === '') throw new TemplateError('unclosed action: {{ without }}');
    const [token, length] = readToken(rest);
    tokens.push(token);
    rest = rest.slice(length);
  }
}

/** Each kind of token: what it looks like, and what it means. */
const readers: readonly { readonly pattern: RegExp; readonly read: (text: string) => Token }[] = [
  { pattern: /^\(/, read: () => ({ kind: 'open' }) },
  { pattern: /^\)/, read: () => ({ kind: 'close' }) },
  // The escapes that the pattern admits mean the same in JSON.
  { pattern: /^"(?:[^"\\\n]|\\[nrtbf"\\]|\\u[0-9a-fA-F]{4})*"/, read: (text) => ({ kind: 'string', value: String(JSON.parse(text.replaceAll('\t', '\\t'))) }) },
  { pattern: /^`[^`]*`/, read: (text) => ({ kind: 'string', value: text.slice(1, -1) }) },
  { pattern: /^[\p{L}_][\p{L}\p{N}_]*(?=[ \t\r\n)(]|\}\}|$)/u, read: (text) => ({ kind: 'word', text }) },
  { pattern: /^(?:(?:\$[\p{L}\p{N}_]*)?(?:\.[\p{L}_][\p{L}\p{N}_]*)+|\$[\p{L}\p{N}_]*|\.)(?=[ \t\r\n),]|\}\}|:=|$)/u, read: fieldToken },
  { pattern: /^:=/, read: () => ({ kind: 'declare' }) },
  { pattern: /^,/, read: () => ({ kind: 'comma' }) },
];

function fieldToken(text: string): Token {
  const [start = '', ...path] = text.split('.');
  return { kind: 'field', variable: start === '' ? undefined : start, path: path.filter(Boolean) };
}

function readToken(source: string): [Token, number] {
  for (const { pattern, read } of readers) {
    const text = pattern.exec(source)?.[0];
    if (text) return [read(text), text.length];
  }
  throw new TemplateError(`unsupported syntax at ${JSON.stringify(source.slice(0, 20))}`);
}
