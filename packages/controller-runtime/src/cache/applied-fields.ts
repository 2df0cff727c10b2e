import type { KubeObject } from '@clusterwright/api';
import { sameJson } from '../same-json.ts';

type FieldSet = Readonly<Record<string, unknown>>;

/**
 * Whether server-side apply of `desired` by `manager` would change `current`: a value differs or is missing, or the manager owns a field that `desired` no longer has.
 *
 * Errs on the side of true. Works on the fieldsV1 form: `f:name` a field, `k:{…}` a list item by key, `v:…` a set member.
 */
export function applyChanges(current: KubeObject, desired: object, manager: string): boolean {
  const { apiVersion = current.apiVersion, kind: _kind, ...fields } = desired as Record<string, unknown>;
  if (apiVersion !== current.apiVersion) return true;
  // The API server keeps an entry for each manager and version: only the one of this version is compared, and changed.
  const owned = appliedFields(current, manager);
  if (!owned) return true;
  const { metadata, ...rest } = fields as { metadata?: Record<string, unknown> };
  // Identity is not a field: a uid only makes sure that an object deleted meanwhile is not made again.
  const { name: _name, namespace: _namespace, uid, ...ownMetadata } = metadata ?? {};
  if (uid !== undefined && uid !== current.metadata.uid) return true;
  const wanted: Record<string, unknown> = Object.keys(ownMetadata).length > 0 ? { ...rest, metadata: ownMetadata } : rest;
  return differs(wanted, current, owned) || ownsMore(owned, wanted);
}

function appliedFields({ apiVersion, metadata }: KubeObject, manager: string): FieldSet | undefined {
  return metadata.managedFields?.find((entry) => entry.manager === manager && entry.operation === 'Apply' && (entry.apiVersion ?? apiVersion) === apiVersion)?.fieldsV1;
}

/** Whether a value of `desired` is not in `current`, or is there but not yet owned. A leaf of the owned set is one value as a whole, lists and maps included. */
function differs(desired: unknown, current: unknown, owned: FieldSet | undefined): boolean {
  if (desired === undefined) return false;
  if (owned === undefined) return true;
  const isLeaf = Object.keys(owned).every((step) => step === '.');
  // An empty map that was applied is a claim on the map itself: what others put into it is theirs, and the API server leaves it out where there is nothing.
  if (isLeaf && isEmptyMap(desired)) return current !== undefined && !isMap(current);
  if (isLeaf || !isContainer(desired)) return !sameJson(desired, current);
  if (Array.isArray(desired)) return desired.some((item) => itemDiffers(item, current, owned));
  if (!isContainer(current)) return true;
  return Object.entries(desired).some(([name, value]) => differs(value, current[name], owned[`f:${name}`] as FieldSet | undefined));
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isMap(value: unknown): value is object {
  return isContainer(value) && !Array.isArray(value);
}

function isEmptyMap(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 0;
}

function itemDiffers(item: unknown, current: unknown, owned: FieldSet): boolean {
  const step = Object.keys(owned).find((candidate) => childAt([item], candidate) !== undefined);
  if (step === undefined) return true;
  return differs(item, childAt(current, step), owned[step] as FieldSet);
}

/** Whether the manager owns something below `owned` that `desired` does not have. */
function ownsMore(owned: FieldSet, desired: unknown): boolean {
  return Object.entries(owned).some(([step, below]) => {
    if (step === '.') return false;
    const child = childAt(desired, step);
    return child === undefined || ownsMore(below as FieldSet, child);
  });
}

function childAt(desired: unknown, step: string): unknown {
  const name = step.slice(2);
  if (step.startsWith('f:')) return (desired as Record<string, unknown> | undefined)?.[name];
  if (!Array.isArray(desired)) return undefined;
  if (step.startsWith('k:')) {
    const key = JSON.parse(name) as Record<string, unknown>;
    return desired.find((item: Record<string, unknown>) => Object.entries(key).every(([field, value]) => item[field] === value));
  }
  if (step.startsWith('v:')) return desired.find((item) => JSON.stringify(item) === name);
  return undefined;
}
