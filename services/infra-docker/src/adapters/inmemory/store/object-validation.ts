import type { Resource } from '@clusterwright/api';
import { invalid } from './api-errors.ts';
import { isJsonObject, type JsonObject } from './json-values.ts';

/** Finds the first thing in the metadata that no API server would store. */
interface MetadataProblem {
  readonly field: string;
  readonly why: string;
}

/** Errors: Invalid where the metadata has a shape or a name that other clients could not read. */
export function validateMetadata(resource: Resource, object: JsonObject): void {
  const metadata = object['metadata'];
  const problem = isJsonObject(metadata) ? metadataProblem(metadata) : { field: 'metadata', why: 'Required value' };
  if (!problem) return;
  const name = isJsonObject(metadata) && typeof metadata['name'] === 'string' ? metadata['name'] : '';
  throw invalid(resource, name, problem.field, problem.why);
}

function metadataProblem(metadata: JsonObject): MetadataProblem | undefined {
  return nameProblem(metadata['name']) ?? stringMapProblem(metadata, 'labels') ?? stringMapProblem(metadata, 'annotations') ?? finalizersProblem(metadata) ?? ownersProblem(metadata);
}

function nameProblem(name: unknown): MetadataProblem | undefined {
  const field = 'metadata.name';
  if (typeof name !== 'string' || name === '') return { field, why: 'Required value: name or generateName is required' };
  if (name.length > 253) return { field, why: 'Too long: may not be more than 253 bytes' };
  if (name === '.' || name === '..' || /[/%]/.test(name)) return { field, why: `Invalid value: "${name}": may not be '.' or '..', or contain '/' or '%'` };
  return undefined;
}

function stringMapProblem(metadata: JsonObject, key: 'labels' | 'annotations'): MetadataProblem | undefined {
  const map = metadata[key];
  if (map === undefined) return undefined;
  const valid = isJsonObject(map) && Object.values(map).every((value) => typeof value === 'string');
  return valid ? undefined : { field: `metadata.${key}`, why: 'Invalid value: must be a map of strings' };
}

function finalizersProblem({ finalizers }: JsonObject): MetadataProblem | undefined {
  if (finalizers === undefined) return undefined;
  const valid = Array.isArray(finalizers) && finalizers.every((value) => typeof value === 'string');
  return valid ? undefined : { field: 'metadata.finalizers', why: 'Invalid value: must be a list of strings' };
}

function ownersProblem({ ownerReferences }: JsonObject): MetadataProblem | undefined {
  if (ownerReferences === undefined) return undefined;
  const valid = Array.isArray(ownerReferences) && ownerReferences.every((owner) => isJsonObject(owner) && typeof owner['uid'] === 'string');
  return valid ? undefined : { field: 'metadata.ownerReferences', why: 'Invalid value: must be a list of references with a uid' };
}
