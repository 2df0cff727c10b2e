import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DockerMachinePool } from './docker-machine-pool.schema.ts';

export const DockerMachinePools: Resource<DockerMachinePool> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DockerMachinePool',
  plural: 'dockermachinepools',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const dockerMachinePoolHead = crdHead({
  resource: DockerMachinePools,
  shortNames: [],
  status: true,
  deprecated: true,
  columns: [
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
