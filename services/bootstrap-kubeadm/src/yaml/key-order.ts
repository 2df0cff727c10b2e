/**
 * The order in which the YAML of Kubernetes' own tools lists the keys of a mapping: signs before digits before letters, runs of digits by their value.
 * Negative where `a` comes first.
 */
export function compareKeys(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index += 1) {
    if (left[index] !== right[index]) return compareAt(left, right, index);
  }
  return left.length - right.length;
}

function compareAt(left: readonly string[], right: readonly string[], index: number): number {
  const a = left[index] ?? '';
  const b = right[index] ?? '';
  const aIsLetter = isLetter(a);
  const bIsLetter = isLetter(b);
  if (aIsLetter && bIsLetter) return codePoint(a) - codePoint(b);
  if (aIsLetter || bIsLetter) return bIsLetter ? -1 : 1;

  // A zero inside a number must not read as the end of it: 100 and 99 differ by their length, not by their first digits.
  const seed = (a === '0' || b === '0') && insideNumber(left, index) ? '1' : '';
  const aDigits = digitsFrom(left, index);
  const bDigits = digitsFrom(right, index);
  const difference = BigInt(`${seed}${aDigits}` || '0') - BigInt(`${seed}${bDigits}` || '0');
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return aDigits.length - bDigits.length || codePoint(a) - codePoint(b);
}

function insideNumber(characters: readonly string[], index: number): boolean {
  for (let before = index - 1; before >= 0 && isDigit(characters[before] ?? ''); before -= 1) {
    if (characters[before] !== '0') return true;
  }
  return false;
}

function digitsFrom(characters: readonly string[], index: number): string {
  let end = index;
  while (isDigit(characters[end] ?? '')) end += 1;
  return characters.slice(index, end).join('');
}

const isLetter = (character: string): boolean => /^\p{L}$/u.test(character);
const isDigit = (character: string): boolean => /^[0-9]$/.test(character);
const codePoint = (character: string): number => character.codePointAt(0) ?? 0;
