import { readsAsString } from './plain-scalar.ts';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/** What the characters of a text allow. */
interface Traits {
  readonly plain: boolean;
  readonly single: boolean;
  readonly literal: boolean;
}

/** Chooses how a string is written: as it is where that is safe, as a block where it has lines, in quotes otherwise. Keys are never blocks. */
export function scalarStyle(text: string, isKey: boolean): ScalarStyle {
  const traits = traitsOf(text);
  if (text.includes('\n')) return traits.literal && !isKey ? 'literal' : 'double';
  if (!readsAsString(text)) return 'double';
  if (traits.plain) return 'plain';
  return traits.single ? 'single' : 'double';
}

const lineBreak = /[\n\r\u0085\u2028\u2029]/;
// Astral characters are written as escapes, which only double quotes have.
const unprintable = /[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;
const spaceBeforeBreak = / [\n\r\u0085\u2028\u2029]/;
const spaceAfterBreak = /[\n\r\u0085\u2028\u2029] /;
/** Characters that mean something to YAML at the start of a value or inside it. */
const indicators = /^(---|\.\.\.)|^[#,[\]{}&*!|>'"%@`]|^[?:-](?=[ \t]|$)|:(?=[ \t]|$)|(?<=[ \t\n\r\0\u0085\u2028\u2029])#/;

function traitsOf(text: string): Traits {
  const special = unprintable.test(text) || spaceBeforeBreak.test(text);
  const edges = /^ | $/.test(text);
  return {
    plain: !special && !edges && !lineBreak.test(text) && !indicators.test(text),
    single: !special && !spaceAfterBreak.test(text),
    literal: !special && !text.endsWith(' '),
  };
}
