import { BootstrapDataError } from './bootstrap-plan.ts';

/** A part of a parsed document, with where it is, so that every complaint names its field. */
export interface Part {
  readonly field: string;
  readonly value: unknown;
}

export function partOf(parent: Part, key: string): Part {
  const value = mapping(parent)[key];
  return { field: parent.field === '' ? key : `${parent.field}.${key}`, value };
}

/** Absent and null are an empty mapping. */
export function mapping({ field, value }: Part): Readonly<Record<string, unknown>> {
  if (isAbsent(value)) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new BootstrapDataError(field || 'document', 'expected a mapping');
  // Neither null nor a list: whatever a parser made of a mapping.
  return value as Readonly<Record<string, unknown>>;
}

/** Absent and null are an empty list. */
export function listOf({ field, value }: Part): readonly Part[] {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) throw new BootstrapDataError(field, 'expected a list');
  return value.map((item: unknown, index) => ({ field: `${field}[${String(index)}]`, value: item }));
}

/** Numbers and booleans are text that the author did not quote. */
export function textOf(part: Part): string {
  const text = optionalText(part);
  if (text === undefined || text === '') throw new BootstrapDataError(part.field, 'is required');
  return text;
}

export function optionalText({ field, value }: Part): string | undefined {
  if (isAbsent(value)) return undefined;
  if (typeof value === 'string') return withoutNul(field, value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new BootstrapDataError(field, 'expected text');
}

export function flagOf({ field, value }: Part, otherwise: boolean): boolean {
  if (isAbsent(value)) return otherwise;
  if (typeof value === 'boolean') return value;
  throw new BootstrapDataError(field, 'expected true or false');
}

/** One text, words between commas, or a list of texts. */
export function wordsOf(part: Part): readonly string[] {
  const words = Array.isArray(part.value) ? listOf(part).map(textOf) : (optionalText(part) ?? '').split(',');
  return words.map((word) => word.trim()).filter((word) => word !== '');
}

export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** No command and no path can hold it, and a shell would silently drop it. */
function withoutNul(field: string, text: string): string {
  if (text.includes('\0')) throw new BootstrapDataError(field, 'holds a NUL character');
  return text;
}
