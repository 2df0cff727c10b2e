import type { Received } from '../../../received.ts';
import type { ClusterResourceSet } from './cluster-resource-set.schema.ts';

/** Manifests are applied once unless the ClusterResourceSet says otherwise (spec WH-09). Pure. */
export function defaultClusterResourceSet(clusterResourceSet: Received<ClusterResourceSet>): Received<ClusterResourceSet> {
  const { spec } = clusterResourceSet;
  return spec?.strategy ? clusterResourceSet : { ...clusterResourceSet, spec: { ...spec, strategy: 'ApplyOnce' } };
}
