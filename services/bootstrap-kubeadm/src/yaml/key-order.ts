/**
 * The order in which the YAML of Kubernetes' own tools lists the keys of a mapping: signs before digits before letters, runs of digits by their value.
 * Negative where `a` comes first.
 */
export function compareKeys(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index += 1) {
    if (left[index] !== right[index]) return compareAt(left, right, index);
  }
  return left.length - right.length;
}

/** Two texts that differ first at an index. */
function compareAt(left: readonly string[], right: readonly string[], index: number): number {
  const a = characterAt(left, index);
  const b = characterAt(right, index);
  const letters = [isLetter(a), isLetter(b)];
  if (letters[0] !== letters[1]) return letters[1] ? -1 : 1;
  return (letters[0] ? 0 : compareNumbers(left, right, index)) || codePoint(a) - codePoint(b);
}

function compareNumbers(left: readonly string[], right: readonly string[], index: number): number {
  // A zero inside a number must not read as the end of it: 100 and 99 differ by their length, not by their first digits.
  const hasZero = characterAt(left, index) === '0' || characterAt(right, index) === '0';
  const seed = hasZero && insideNumber(left, index) ? '1' : '0';
  const digits = [digitsFrom(left, index), digitsFrom(right, index)] as const;
  const difference = BigInt(`${seed}${digits[0]}`) - BigInt(`${seed}${digits[1]}`);
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return digits[0].length - digits[1].length;
}

function insideNumber(characters: readonly string[], index: number): boolean {
  for (let before = index - 1; before >= 0 && isDigit(characterAt(characters, before)); before -= 1) {
    if (characters[before] !== '0') return true;
  }
  return false;
}

function digitsFrom(characters: readonly string[], index: number): string {
  let end = index;
  while (isDigit(characterAt(characters, end))) end += 1;
  return characters.slice(index, end).join('');
}

const characterAt = (characters: readonly string[], index: number): string => characters[index] ?? '';
const isLetter = (character: string): boolean => /^\p{L}$/u.test(character);
const isDigit = (character: string): boolean => /^[0-9]$/.test(character);
const codePoint = (character: string): number => character.codePointAt(0) ?? 0;
