import { groupOf, type UnstructuredObject } from '@clusterwright/api';
import type { Machine, MachinePool } from '@clusterwright/api/core/v1beta2';
import { ownerReferenceTo } from '@clusterwright/provider-kit/cluster/owner-references';
import { poolLabels } from '../machinepool.scope.ts';

/** Everything a MachinePool has an opinion on, in the form in which it is applied. */
export type MachineIntent = Pick<Machine, 'apiVersion' | 'kind' | 'metadata' | 'spec'>;

export interface MachineIntentInput {
  readonly machinePool: MachinePool;
  readonly infraMachine: UnstructuredObject;
  /** The Machine that is there already. */
  readonly machine: Machine | undefined;
  /** What runs on the instance, as its Node says; undefined while that is not known. */
  readonly kubeletVersion: string | undefined;
}

/**
 * The Machine that stands for an instance (spec MP-03). It carries the name of its InfraMachine, so that making it twice is making it once.
 *
 * It has no bootstrap data of its own: the instance was made from the pool's. Nor a finalizer: the controller of Machines adds it before it does anything. Named here, it would
 * be owned by a field manager that upstream has as well and that says nothing of finalizers there: on a change of controllers it would go, also from Machines being drained.
 */
export function machineIntent(input: MachineIntentInput): MachineIntent {
  const { machinePool, infraMachine, machine, kubeletVersion } = input;
  // Unknown is not another version: what was seen last stays.
  const version = kubeletVersion ?? machine?.spec.version;
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: { ...identity(input), ...templateMetadata(machinePool), ownerReferences: [ownerReferenceTo(machinePool, { controller: true })] },
    spec: {
      clusterName: machinePool.spec.clusterName,
      bootstrap: { dataSecretName: '' },
      infrastructureRef: { apiGroup: groupOf(infraMachine.apiVersion), kind: infraMachine.kind, name: infraMachine.metadata.name },
      ...(version ? { version } : {}),
    },
  };
}

function identity({ machinePool, infraMachine, machine }: MachineIntentInput): Pick<Machine['metadata'], 'name' | 'namespace' | 'uid'> {
  const { namespace } = machinePool.metadata;
  const place = namespace === undefined ? {} : { namespace };
  if (!machine) return { name: infraMachine.metadata.name, ...place };
  const { name, uid } = machine.metadata;
  // With the UID an apply can only update, never bring a deleted Machine back.
  return { name, ...place, ...(uid === undefined ? {} : { uid }) };
}

function templateMetadata(machinePool: MachinePool): Pick<Machine['metadata'], 'labels' | 'annotations'> {
  const { labels, annotations = {} } = machinePool.spec.template.metadata ?? {};
  return { labels: { ...labels, ...poolLabels(machinePool) }, ...(Object.keys(annotations).length > 0 ? { annotations: { ...annotations } } : {}) };
}
