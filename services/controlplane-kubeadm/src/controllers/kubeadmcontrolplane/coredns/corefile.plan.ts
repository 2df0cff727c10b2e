/** A line inside a plugin's block: `ttl 30`. */
export interface CorefileOption {
  readonly name: string;
  readonly args: readonly string[];
}

export interface CorefilePlugin extends CorefileOption {
  readonly options: readonly CorefileOption[];
}

/** A server block: which zones and ports it serves, and the plugins that answer there. */
export interface CorefileServer {
  readonly zones: readonly string[];
  readonly plugins: readonly CorefilePlugin[];
}

interface Token {
  readonly text: string;
  readonly line: number;
}

/** Reads a Corefile: words in lines, blocks in braces, `#` to the end of a line, double quotes around words with spaces. Never fails; what is deeper than options is left out. */
export function parseCorefile(text: string): readonly CorefileServer[] {
  const servers: Mutable[] = [];
  let depth = 0;
  for (const words of statements(tokens(text))) {
    if (words[0] === '{') depth += 1;
    else if (words[0] === '}') depth -= 1;
    else addStatement(servers, depth, words);
  }
  return servers;
}

interface Mutable {
  readonly zones: string[];
  readonly plugins: { name: string; args: string[]; options: CorefileOption[] }[];
}

function addStatement(servers: Mutable[], depth: number, words: string[]): void {
  const [name = '', ...args] = words;
  if (depth === 0) servers.push({ zones: words, plugins: [] });
  const plugins = servers.at(-1)?.plugins;
  if (depth === 1) plugins?.push({ name, args, options: [] });
  if (depth === 2) plugins?.at(-1)?.options.push({ name, args });
}

/** The words of each line; a brace that opens or closes a block stands alone. */
function statements(all: readonly Token[]): string[][] {
  const result: string[][] = [];
  let lastLine: number | undefined;
  for (const { text, line } of all) {
    const current = result.at(-1);
    const endsLine = line !== lastLine || current === undefined || current[0] === '{' || current[0] === '}';
    if (endsLine || text === '{') result.push([text]);
    else current.push(text);
    lastLine = line;
  }
  return result;
}

function tokens(text: string): Token[] {
  const pattern = /"((?:[^"\\]|\\[\s\S])*)"?|#[^\n]*|[^\s#]+|\n/g;
  const found: Token[] = [];
  let line = 0;
  for (const [match, quoted] of text.replace(/^\uFEFF/, '').matchAll(pattern)) {
    if (quoted !== undefined) found.push({ text: quoted.replaceAll('\\"', '"'), line });
    else if (match !== '\n' && !match.startsWith('#')) found.push({ text: match, line });
    line += match.split('\n').length - 1;
  }
  return found;
}

const indent = '    ';

/** Writes a Corefile the way CoreDNS documents it. */
export function formatCorefile(servers: readonly CorefileServer[]): string {
  return servers.map(formatServer).join('\n');
}

function formatServer({ zones, plugins }: CorefileServer): string {
  const head = zones.map(quoted).join(' ');
  return plugins.length === 0 ? head : `${head} {\n${plugins.map((plugin) => `${indent}${formatPlugin(plugin)}`).join('\n')}\n}\n`;
}

function formatPlugin({ name, args, options }: CorefilePlugin): string {
  const head = [name, ...args.map(quoted)].join(' ');
  return options.length === 0 ? head : `${head} {\n${options.map((option) => `${indent}${indent}${[option.name, ...option.args.map(quoted)].join(' ')}`).join('\n')}\n${indent}}`;
}

function quoted(word: string): string {
  return /\S\s+\S/.test(word) ? `"${word.replaceAll('"', '\\"')}"` : word;
}
