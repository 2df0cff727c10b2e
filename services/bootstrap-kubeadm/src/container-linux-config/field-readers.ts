import type { Findings, Severity } from './findings.ts';

/** Where a value stands, and where to complain about it. */
export interface Place {
  readonly path: string;
  readonly findings: Findings;
}

/** Reads one field of Container Linux Config as Ignition has it. Undefined leaves the field out of the result; complaints go to the place. */
export type Reader = (value: unknown, place: Place) => unknown;

/** Keys of Container Linux Config, with the names that Ignition has for them. */
export type Fields = Readonly<Record<string, readonly [name: string, reader: Reader]>>;

export const inside = ({ path, findings }: Place, key: string): Place => ({ path: path === '' ? key : `${path}.${key}`, findings });

/** Undefined, so that readers can return it in place of a value. */
export function complain({ path, findings }: Place, message: string, severity: Severity = 'error'): undefined {
  findings.add(severity, path, message);
  return undefined;
}

export const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

/** Text; empty text is the same as none. */
export const text: Reader = (value, place) => readText(value, place) || undefined;

/** Text that means something where it is empty. */
export const textOrEmpty: Reader = (value, place) => readText(value, place);

/** Text that Ignition wants to see in any case. */
export const requiredText: Reader = (value, place) => readText(value, place) ?? '';

/** An absolute path, which must be there. */
export const absolutePath: Reader = (value, place) => {
  const path = readText(value, place) ?? '';
  if (!path.startsWith('/')) complain(place, `path not absolute: ${JSON.stringify(path)}`);
  return path;
};

/** A number; 0 is the same as none. */
export const integer: Reader = (value, place) => readInteger(value, place) || undefined;

/** A number that means something where it is 0. */
export const integerOrZero: Reader = (value, place) => readInteger(value, place);

/** Set or not. */
export const flag: Reader = (value, place) => readFlag(value, place) || undefined;

/** A flag with a third state: not said. */
export const flagOrUnset: Reader = (value, place) => readFlag(value, place);

/** A list whose items are all read alike; an empty one is the same as none. */
export function list(item: Reader): Reader {
  return (value, place) => {
    if (isAbsent(value)) return undefined;
    if (!Array.isArray(value)) return complain(place, 'expected a list');
    const items = value.map((each: unknown, index) => readItem(item, each, { ...place, path: `${place.path}[${String(index)}]` }));
    return items.length === 0 ? undefined : items.filter((each) => each !== undefined);
  };
}

function readItem(item: Reader, value: unknown, place: Place): unknown {
  if (isAbsent(value)) return complain(place, 'is empty');
  return item(value, place);
}

/** A mapping with known keys. `check` sees the result, and complains about what fields say together. `T` describes what `fields` make. */
export function struct<T extends object = object>(fields: Fields, check?: (result: T, place: Place) => void): (value: unknown, place: Place) => T | undefined {
  return (value, place) => {
    if (isAbsent(value)) return undefined;
    if (typeof value !== 'object' || Array.isArray(value) || value instanceof Uint8Array) return complain(place, 'expected a mapping');
    // Neither null nor a list: a mapping.
    const given = value as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(given)) if (!Object.hasOwn(fields, key)) complain(inside(place, key), unknownKey(key, fields), 'warning');
    const entries = Object.entries(fields).map(([key, [name, reader]]) => [name, reader(given[key], inside(place, key))] as const);
    // What the readers of these fields make is what the caller says.
    const result = Object.fromEntries(entries.filter(([, read]) => read !== undefined)) as T;
    check?.(result, place);
    return result;
  };
}

function unknownKey(key: string, fields: Fields): string {
  const meant = Object.keys(fields).find((known) => known.toLowerCase() === key.toLowerCase());
  return `unrecognized key${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

/** A part of Container Linux Config that is not translated. */
export function unsupported(instead: string): Reader {
  return (value, place) => (isAbsent(value) ? undefined : complain(place, `is not supported; ${instead}`));
}

/** Text of a scalar; undefined where there is none. */
export function readText(value: unknown, place: Place): string | undefined {
  if (isAbsent(value)) return undefined;
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return complain(place, 'expected text');
}

const radixes: Readonly<Record<string, number>> = { '': 10, '0': 8, '0o': 8, '0x': 16, '0b': 2 };

function readInteger(value: unknown, place: Place): number | undefined {
  if (isAbsent(value)) return undefined;
  const number = typeof value === 'string' ? parseInteger(value.replaceAll('_', '')) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : complain(place, 'expected a whole number');
}

function parseInteger(digitsAndPrefix: string): number | undefined {
  const [, sign, prefix = '', digits = ''] = /^([-+]?)(0[xob]|0(?=.))?([0-9a-f]+)$/i.exec(digitsAndPrefix) ?? [];
  const radix = radixes[prefix.toLowerCase()] ?? 10;
  const number = Number.parseInt(digits, radix);
  // Parsing stops at the first digit that the radix does not have.
  if (number.toString(radix) !== digits.toLowerCase().replace(/^0+(?=.)/, '')) return undefined;
  return sign === '-' && number !== 0 ? -number : number;
}

function readFlag(value: unknown, place: Place): boolean | undefined {
  if (isAbsent(value) || typeof value === 'boolean') return value ?? undefined;
  if (typeof value === 'string' && /^(true|yes|on|y)$/i.test(value)) return true;
  if (typeof value === 'string' && /^(false|no|off|n)$/i.test(value)) return false;
  return complain(place, 'expected true or false');
}
