import { createHash } from 'node:crypto';
import type { UnstructuredObject } from '@clusterwright/api';
import type { ConfigMap, Secret } from '@clusterwright/api/kubernetes';
import { Secrets } from '@clusterwright/api/kubernetes';
import { toError } from '@clusterwright/api/errors';
import { inCreationOrder } from '@clusterwright/provider-kit/manifests/creation-order';
import { ManifestError, parseManifests } from '@clusterwright/provider-kit/manifests/parse-manifests';

/** What a ConfigMap or Secret of a ClusterResourceSet holds. */
export type ResourceContent =
  | {
      readonly kind: 'manifests';
      /** Changes with any value, whatever the order of the keys (spec CRS-03). */
      readonly hash: string;
      /** In the order in which they are created: by key, within one value by kind (spec CRS-06). */
      readonly objects: readonly UnstructuredObject[];
    }
  | { readonly kind: 'invalid'; readonly error: Error };

/** Reads the manifests of a resource; never throws. */
export function contentOf(resource: ConfigMap | Secret): ResourceContent {
  const { kind, metadata, data } = resource;
  try {
    if (!data) throw new ManifestError(`${kind} has no data`);
    const values = Object.keys(data).sort(byCodeUnits).map((key) => Buffer.from(data[key] ?? '', kind === Secrets.kind ? 'base64' : 'utf8'));
    const objects = values.flatMap((value) => inCreationOrder(parseManifests(value.toString('utf8'))));
    return { kind: 'manifests', hash: hashOf(values), objects };
  } catch (thrown) {
    const { message } = toError(thrown);
    return { kind: 'invalid', error: new ManifestError(`${kind} ${metadata.namespace ?? ''}/${metadata.name}: ${message}`, { cause: thrown }) };
  }
}

function hashOf(values: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const value of values) hash.update(value);
  return `sha256:${hash.digest('hex')}`;
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
