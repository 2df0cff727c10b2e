/** YAML 1.1 words that stand for something else than themselves, where a reader of that version meets them without quotes. */
const words: ReadonlySet<string> = new Set([
  'y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE',
  'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE',
  '', '~', 'null', 'Null', 'NULL',
  '.nan', '.NaN', '.NAN', '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF', '-.inf', '-.Inf', '-.INF',
]);

const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const base60 = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/;
const date = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})?)?$/;

/** Whether a reader takes the text for a string when it stands without quotes: not a number, a date, a truth value or null, in any of YAML 1.1's spellings. */
export function readsAsString(text: string): boolean {
  return !words.has(text) && !base60.test(text) && !isNumber(text) && !isTimestamp(text);
}

function isNumber(text: string): boolean {
  if (!/^[-+.0-9]/.test(text)) return false;
  // Underscores group digits, except after a leading point.
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  return isInteger64(plain) || (float.test(plain) && Number.isFinite(Number(plain)));
}

function isInteger64(text: string): boolean {
  const match = integer.exec(text);
  if (!match) return false;
  const [, sign = '', digits = ''] = match;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (sign === '') return value < 1n << 64n;
  return sign === '-' ? value <= 1n << 63n : value < 1n << 63n;
}

function isTimestamp(text: string): boolean {
  const match = date.exec(text);
  if (!match) return false;
  const [, year, month, day, separator, hour = '0', minute = '0', second = '0', zone] = match;
  // With a T the zone is required, with a space it is not allowed.
  if (separator !== undefined && (separator === ' ') !== (zone === undefined)) return false;
  return isDate(Number(year), Number(month), Number(day)) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

function isDate(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}
