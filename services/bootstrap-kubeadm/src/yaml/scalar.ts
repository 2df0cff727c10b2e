import { scalarStyle } from './scalar-style.ts';

/** Where a scalar is written: the column it starts in, the indentation of its further lines, and whether it is the key of a mapping. */
export interface ScalarPosition {
  readonly column: number;
  readonly indent: number;
  readonly isKey: boolean;
}

/** Lines are broken at the first single space beyond this column. */
const width = 80;

/** Writes a string in the style its content calls for. The result may span lines. */
export function scalar(text: string, position: ScalarPosition): string {
  switch (scalarStyle(text, position.isKey)) {
    case 'plain':
      return fold(text, position, { quote: '', escape: keep, splitsRuns: false });
    case 'single':
      return fold(text, position, { quote: "'", escape: (character) => (character === "'" ? "''" : character), splitsRuns: false });
    case 'double':
      return fold(text, position, { quote: '"', escape, splitsRuns: true });
    case 'literal':
      return literal(text, position.indent);
  }
}

interface FoldStyle {
  readonly quote: string;
  readonly escape: (character: string) => string;
  /** Whether a run of spaces may be broken after its first, with a backslash to keep the rest. */
  readonly splitsRuns: boolean;
}

const isSeparator = (character: string | undefined): boolean => character === '\u2028' || character === '\u2029';
const keep = (character: string): string => character;

function fold(text: string, { column, indent, isKey }: ScalarPosition, style: FoldStyle): string {
  const characters = Array.from(text);
  const margin = ' '.repeat(indent);
  let at = column + style.quote.length;
  let written = style.quote;
  for (const [index, character] of characters.entries()) {
    if (!isKey && at > width && isBreakable(characters, index, style)) {
      const keep = characters[index + 1] === ' ' ? '\\' : '';
      written += `\n${margin}${keep}`;
      at = indent + keep.length;
    } else {
      const escaped = style.escape(character);
      // After one of Unicode's own line breaks the text goes on at the margin.
      const atMargin = isSeparator(characters[index - 1]) && !style.splitsRuns && !isSeparator(character);
      written += (atMargin ? margin : '') + escaped;
      at = (atMargin ? indent : at) + Array.from(escaped).length;
    }
  }
  return written + style.quote;
}

/** Whether a line may end in place of this space: not at the edges of the text, and only at the first of several. */
function isBreakable(characters: readonly string[], index: number, { splitsRuns }: FoldStyle): boolean {
  if (characters[index] !== ' ' || index === 0 || index === characters.length - 1) return false;
  return characters[index - 1] !== ' ' && (splitsRuns || characters[index + 1] !== ' ');
}

function literal(text: string, indent: number): string {
  const indentHint = /^[ \n\u2028\u2029]/.test(text) ? '2' : '';
  const chompHint = !/[\n\u2028\u2029]$/.test(text) ? '-' : /^.$|[\n\u2028\u2029].$/su.test(text) ? '+' : '';
  const lines = text.replace(/(?<=^|[\n\u2028\u2029])(?=[^\n\u2028\u2029])/g, ' '.repeat(indent));
  return `|${indentHint}${chompHint}\n${lines.endsWith('\n') ? lines.slice(0, -1) : lines}`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\0': '\\0', '\x07': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r', '\x1b': '\\e',
  '"': '\\"', '\\': '\\\\', '\u0085': '\\N', '\u2028': '\\L', '\u2029': '\\P',
};

function escape(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if ((code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xfffd && code !== 0xfeff)) return character;
  const [letter, digits] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${code.toString(16).toUpperCase().padStart(digits, '0')}`;
}
