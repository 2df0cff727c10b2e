import { complain, readText, type Reader } from './field-readers.ts';

const mebibyte = 1024 ** 2;
const prefixes = ['K', 'M', 'G', 'T', 'P', 'E'];

/** A size such as `10GiB` or `1G512MiB` in MiB; multiples are those of 1024 however they are written. */
export const partitionDimension: Reader = (value, place) => {
  const given = readText(value, place) || undefined;
  if (given === undefined) return undefined;
  const bytes = toBytes(given);
  if (bytes === undefined || bytes < 0) return complain(place, `is no size: ${JSON.stringify(given)}`);
  if (bytes % mebibyte !== 0) return complain(place, 'must be a multiple of 1 MiB');
  return bytes / mebibyte;
};

function toBytes(given: string): number | undefined {
  const [, sign = '', size = ''] = /^([-+]?)(.*)$/s.exec(given) ?? [];
  if (size === '0') return 0;
  if (!/^((\d+\.?\d*|\.\d+)([KMGTPE]i?)?B)+$/.test(size)) return undefined;
  const bytes = [...size.matchAll(/([\d.]+)([KMGTPE]?)/g)].reduce((sum, [, number, prefix = '']) => sum + Number(number) * 1024 ** (prefixes.indexOf(prefix) + 1), 0);
  return Math.trunc(sign === '-' ? -bytes : bytes);
}
