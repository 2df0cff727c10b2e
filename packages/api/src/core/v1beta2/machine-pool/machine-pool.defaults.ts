import type { Received } from '../../../received.ts';
import { defaultTemplateVersion } from '../shared/machine-template.defaults.ts';
import { defaultReplicas } from '../shared/replicas.defaults.ts';
import type { MachinePool } from './machine-pool.schema.ts';

const nodeDeletionTimeoutSeconds = 10;

/** Cluster name label, replicas, version prefix, and how long the deletion of Nodes is tried (spec WH-06). Pure. */
export function defaultMachinePool(machinePool: Received<MachinePool>, previous: MachinePool | undefined): Received<MachinePool> {
  const { metadata, spec = {} } = machinePool;
  const template = defaultTemplateVersion(spec.template);
  const deletion = template.spec?.deletion;
  return {
    ...machinePool,
    metadata: { ...metadata, labels: { ...metadata.labels, 'cluster.x-k8s.io/cluster-name': spec.clusterName ?? '' } },
    spec: {
      ...spec,
      replicas: defaultReplicas(machinePool, previous),
      template: { ...template, spec: { ...template.spec, deletion: { ...deletion, nodeDeletionTimeoutSeconds: deletion?.nodeDeletionTimeoutSeconds ?? nodeDeletionTimeoutSeconds } } },
    },
  };
}
