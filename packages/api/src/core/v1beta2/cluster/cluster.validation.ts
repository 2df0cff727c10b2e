import { isCidrBlock } from '../../../cidr.ts';
import type { FieldError } from '../../../field-error.ts';
import { labelValueProblem } from '../../../kubernetes-names.ts';
import type { Cluster, ClusterSpec } from './cluster.schema.ts';

/** Rules for Clusters that the schema cannot say (spec WH-01), topology excepted: without the feature gate it is refused. Pure. */
export function validateCluster(next: Cluster, previous: Cluster | undefined): FieldError[] {
  const { metadata, spec } = next;
  const nameProblem = labelValueProblem(metadata.name);
  return [
    ...(nameProblem ? [{ field: 'metadata.name', type: 'Invalid', value: metadata.name, detail: `must be a valid label value: ${nameProblem}` } as const] : []),
    ...validateReferences(spec, previous?.spec),
    ...validateNetwork(spec.clusterNetwork),
    ...validateTopology(spec, previous?.spec),
  ];
}

function validateReferences(spec: ClusterSpec, previous: ClusterSpec | undefined): FieldError[] {
  const wasRemoved = (field: 'infrastructureRef' | 'controlPlaneRef'): FieldError[] => (previous?.[field] && !spec[field] ? [forbidden(`spec.${field}`, 'cannot be removed')] : []);
  const refersToNothing = !spec.controlPlaneRef && !spec.infrastructureRef && !spec.topology;
  return [
    ...wasRemoved('infrastructureRef'),
    ...(refersToNothing ? [forbidden('spec', 'one of spec.controlPlaneRef, spec.infrastructureRef or spec.topology must be set')] : []),
    ...wasRemoved('controlPlaneRef'),
  ];
}

function validateNetwork({ pods, services }: NonNullable<ClusterSpec['clusterNetwork']> = {}): FieldError[] {
  return [...validateCidrBlocks(pods?.cidrBlocks, 'spec.clusterNetwork.pods.cidrBlocks'), ...validateCidrBlocks(services?.cidrBlocks, 'spec.clusterNetwork.services.cidrBlocks')];
}

function validateTopology({ topology }: ClusterSpec, previous: ClusterSpec | undefined): FieldError[] {
  if (topology) return [forbidden('spec.topology', 'managed topologies need the feature gate ClusterTopology, whose controllers this version does not have yet')];
  return previous?.topology ? [forbidden('spec.topology', 'cannot be removed from an existing Cluster')] : [];
}

function forbidden(field: string, detail: string): FieldError {
  return { field, type: 'Forbidden', detail };
}

function validateCidrBlocks(blocks: readonly string[] = [], path: string): FieldError[] {
  return blocks.flatMap((block, i): FieldError[] => (isCidrBlock(block) ? [] : [{ field: `${path}[${i}]`, type: 'Invalid', value: block, detail: 'must be an address block such as 10.128.0.0/12' }]));
}
