import type { KubeObject } from '@clusterwright/api';
import { sameJson } from '@clusterwright/controller-runtime/same-json';

type Json = Readonly<Record<string, unknown>>;

/** Metadata that goes where the manifest does not have it; finalizers and owners stay, controllers rely on them. */
const replacedMetadata: readonly string[] = ['labels', 'annotations'];
/** Manifests taken from a running cluster carry these; the API server decides them. */
const serverMetadata: readonly string[] = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'selfLink'];

/**
 * The merge patch that makes an object what its manifest says, as upstream's: fields that are no longer in the manifest go (the API server brings its defaults
 * back). Finalizers, owners and status stay unless the manifest names them. Undefined where nothing differs. Pure.
 */
export function planReplacement(current: KubeObject, desired: KubeObject): Record<string, unknown> | undefined {
  const { metadata: currentMetadata, ...currentRest } = current as KubeObject & Json;
  const { metadata: desiredMetadata, ...desiredRest } = desired as KubeObject & Json;
  const kept = 'status' in desiredRest ? currentRest : withoutStatus(currentRest);
  const wanted: Json = Object.fromEntries(Object.entries(desiredMetadata).filter(([name]) => !serverMetadata.includes(name)));
  const comparable = Object.fromEntries(Object.entries(currentMetadata).filter(([name]) => replacedMetadata.includes(name) || name in wanted));
  const patch = { ...named('metadata', difference(comparable, wanted)), ...difference(kept, desiredRest) };
  return Object.keys(patch).length > 0 ? patch : undefined;
}

function withoutStatus({ status: _status, ...rest }: Json): Json {
  return rest;
}

function difference(current: Json, desired: Json): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const name of Object.keys(current)) if (!(name in desired)) patch[name] = null;
  for (const [name, value] of Object.entries(desired)) {
    const known = current[name];
    if (isObject(value) && isObject(known)) Object.assign(patch, named(name, difference(known, value)));
    // In a merge patch null takes away: what is not there need not be taken.
    else if (!sameJson(value, known) && !(value === null && known === undefined)) patch[name] = value;
  }
  return patch;
}

/** An inner patch under its name; nothing where it changes nothing. */
function named(name: string, patch: Json): Json {
  return Object.keys(patch).length > 0 ? { [name]: patch } : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
