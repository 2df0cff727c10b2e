import { isCidrBlock } from '../../../cidr.ts';
import type { FieldError } from '../../../field-error.ts';
import { labelValueProblem } from '../../../kubernetes-names.ts';
import type { Cluster } from './cluster.schema.ts';

/** Rules for Clusters that the schema cannot say (spec WH-01), topology excepted: without the feature gate it is refused. Pure. */
export function validateCluster(next: Cluster, previous: Cluster | undefined): FieldError[] {
  const { spec } = next;
  const nameProblem = labelValueProblem(next.metadata.name);
  const wasRemoved = (field: 'infrastructureRef' | 'controlPlaneRef'): boolean => previous?.spec[field] !== undefined && spec[field] === undefined;
  return [
    ...(nameProblem ? [{ field: 'metadata.name', type: 'Invalid', value: next.metadata.name, detail: `must be a valid label value: ${nameProblem}` } as const] : []),
    ...(wasRemoved('infrastructureRef') ? [forbidden('spec.infrastructureRef', 'cannot be removed')] : []),
    ...(!spec.controlPlaneRef && !spec.infrastructureRef && !spec.topology ? [forbidden('spec', 'one of spec.controlPlaneRef, spec.infrastructureRef or spec.topology must be set')] : []),
    ...(wasRemoved('controlPlaneRef') ? [forbidden('spec.controlPlaneRef', 'cannot be removed')] : []),
    ...validateCidrBlocks(spec.clusterNetwork?.pods?.cidrBlocks, 'spec.clusterNetwork.pods.cidrBlocks'),
    ...validateCidrBlocks(spec.clusterNetwork?.services?.cidrBlocks, 'spec.clusterNetwork.services.cidrBlocks'),
    ...(spec.topology ? [forbidden('spec.topology', 'managed topologies need the feature gate ClusterTopology, whose controllers this version does not have yet')] : []),
    ...(previous?.spec.topology && !spec.topology ? [forbidden('spec.topology', 'cannot be removed from an existing Cluster')] : []),
  ];
}

function forbidden(field: string, detail: string): FieldError {
  return { field, type: 'Forbidden', detail };
}

function validateCidrBlocks(blocks: readonly string[] = [], path: string): FieldError[] {
  return blocks.flatMap((block, i): FieldError[] => (isCidrBlock(block) ? [] : [{ field: `${path}[${i}]`, type: 'Invalid', value: block, detail: 'must be an address block such as 10.128.0.0/12' }]));
}
