import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DevMachinePool } from './dev-machine-pool.schema.ts';

export const DevMachinePools: Resource<DevMachinePool> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DevMachinePool',
  plural: 'devmachinepools',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const devMachinePoolHead = crdHead({
  resource: DevMachinePools,
  shortNames: [],
  status: true,
  columns: [
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
