import type { KubeObject } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';

/** Field names from the root of an object: `['status', 'initialization', 'provisioned']`. */
export type Path = readonly string[];

/** A provider's object has a value of the wrong type at a path of the contract. Surfaces as a failed phase; retried with backoff, since only the provider can mend it. */
export class ContractError extends AppError {
  readonly code = 'Contract';
}

function wrongType(object: KubeObject, path: Path, expected: string): ContractError {
  return new ContractError(`failed to get .${path.join('.')} from ${object.kind} ${object.metadata.name}: value is not ${expected}`);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path; undefined where any part of the path is absent. Errors: `ContractError` where a part on the way is not an object. */
export function readValue(object: KubeObject, path: Path): unknown {
  let value: unknown = object;
  for (const field of path) {
    if (value === undefined || value === null) return undefined;
    if (!isRecord(value)) throw wrongType(object, path, 'inside an object');
    value = value[field];
  }
  return value ?? undefined;
}

export function readString(object: KubeObject, path: Path): string | undefined {
  const value = readValue(object, path);
  if (value === undefined || typeof value === 'string') return value;
  throw wrongType(object, path, 'a string');
}

export function readBoolean(object: KubeObject, path: Path): boolean | undefined {
  const value = readValue(object, path);
  if (value === undefined || typeof value === 'boolean') return value;
  throw wrongType(object, path, 'a boolean');
}

export function readInteger(object: KubeObject, path: Path): number | undefined {
  const value = readValue(object, path);
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value))) return value;
  throw wrongType(object, path, 'an integer');
}

export function readObject(object: KubeObject, path: Path): Readonly<Record<string, unknown>> | undefined {
  const value = readValue(object, path);
  if (value === undefined || isRecord(value)) return value;
  throw wrongType(object, path, 'an object');
}

export function readList(object: KubeObject, path: Path): readonly unknown[] | undefined {
  const value = readValue(object, path);
  if (value === undefined || Array.isArray(value)) return value;
  throw wrongType(object, path, 'a list');
}

/** A list whose items are objects. Errors: `ContractError`. */
export function readObjectList(object: KubeObject, path: Path): readonly Readonly<Record<string, unknown>>[] | undefined {
  const items = readList(object, path);
  if (items === undefined) return undefined;
  if (items.every(isRecord)) return items;
  throw wrongType(object, path, 'a list of objects');
}

/** A map of strings such as labels. Errors: `ContractError`. */
export function readStringMap(object: KubeObject, path: Path): Readonly<Record<string, string>> | undefined {
  const map = readObject(object, path);
  if (map === undefined) return undefined;
  const isString = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';
  const entries = Object.entries(map);
  if (entries.every(isString)) return Object.fromEntries(entries);
  throw wrongType(object, path, 'a map of strings');
}
