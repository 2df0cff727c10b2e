import type { MachinePoolStatus } from '@clusterwright/api/core/v1beta2';
import { aggregateStatusVersions, versionsFromMachines } from '@clusterwright/provider-kit/cluster/status-versions';
import { isConditionTrue } from '../../shared/stored-conditions.ts';
import type { MachinePoolScope } from '../machinepool.scope.ts';

type Counts = { readonly [Field in 'replicas' | 'readyReplicas' | 'availableReplicas' | 'upToDateReplicas' | 'versions']?: MachinePoolStatus[Field] | undefined };

/** Counters and versions (spec MP-05): of the Machines where the provider has some, else as the provider and the Nodes say. Nothing where either is not known. */
export function replicaStatus(scope: MachinePoolScope): Counts {
  const { machinePool, infraMachinePool, infraMachines, machines } = scope;
  if (infraMachinePool.kind !== 'found' || infraMachines.kind === 'failed') return {};
  const { replicas } = machinePool.status ?? {};
  if (infraMachines.kind === 'unsupported') return { replicas, readyReplicas: replicas, availableReplicas: replicas, upToDateReplicas: machinePool.spec.replicas, ...nodeVersions(scope) };
  const count = (type: string): number => machines.filter((machine) => isConditionTrue(machine, type)).length;
  return { replicas, readyReplicas: count('Ready'), availableReplicas: count('Available'), upToDateReplicas: count('UpToDate'), versions: versionsFromMachines(machines) };
}

/** Without a connection the versions seen last stay. */
function nodeVersions({ nodes, connection }: MachinePoolScope): Pick<Counts, 'versions'> {
  if (connection.kind !== 'connected') return {};
  const found = nodes.kind === 'found' ? nodes.nodes : [];
  return { versions: aggregateStatusVersions(found.map(({ status }) => ({ version: status?.nodeInfo?.kubeletVersion ?? '', replicas: 1 }))) };
}
