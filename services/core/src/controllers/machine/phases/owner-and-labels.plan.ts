import { clusterNameLabel, machineControlPlaneNameLabel, machinePoolNameLabel, machineSetNameLabel } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { clusterOwnerOf } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import { controllerOf, ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import type { MachineScope } from '../machine.scope.ts';

/** Labels of Machines that belong to somebody who will adopt them, for instance after a restore from backup. */
const ownedByLabels = [machineSetNameLabel, machinePoolNameLabel, machineControlPlaneNameLabel];

/** The Machine with its Cluster's label, and owned by its Cluster where nobody else will own it. */
export function planOwnerAndLabels({ machine, cluster }: Pick<MachineScope, 'machine' | 'cluster'>): Machine {
  const { labels, ownerReferences = [] } = machine.metadata;
  const owners = isStandAlone(machine) ? withOwnerReference(ownerReferences, ownerReferenceTo(cluster)) : ownerReferences;
  const hasLabel = labels?.[clusterNameLabel] === machine.spec.clusterName;
  if (hasLabel && owners === ownerReferences) return machine;
  return { ...machine, metadata: { ...machine.metadata, labels: { ...labels, [clusterNameLabel]: machine.spec.clusterName }, ownerReferences: [...owners] } };
}

function isStandAlone(machine: Machine): boolean {
  if (controllerOf(machine) || clusterOwnerOf(machine)) return false;
  return ownedByLabels.every((label) => machine.metadata.labels?.[label] === undefined);
}
