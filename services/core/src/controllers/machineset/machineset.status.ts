import { clusterNameLabel, groupOf } from '@clusterwright/api';
import type { MachineSetStatus } from '@clusterwright/api/core/v1beta2';
import { selectorText } from '@clusterwright/api/label-selector';
import type { PassResult, Report, ReportContext } from '@clusterwright/controller-runtime';
import { ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import { versionsFromMachines } from '@clusterwright/provider-kit/cluster/status-versions';
import { isConditionTrue } from '../shared/stored-conditions.ts';
import { machineDeploymentNameOf } from './machineset.scope.ts';
import type { MachineSetScope } from './machineset.scope.ts';
import { conditionDrafts } from './status/conditions.status.ts';
import { isUpdateInProgress } from './status/machines.status.ts';
import { deprecatedConditions, deprecatedCounters } from './status/v1beta1.status.ts';

/** What a MachineSet says after a pass. */
export function reportMachineSet(scope: MachineSetScope, { errors }: PassResult, { now }: ReportContext): Report {
  const { machineSet } = scope;
  const time = now();
  const v1beta1 = deprecatedCounters(scope, time);
  return {
    metadata: ownMetadata(scope),
    spec: ownSpec(scope),
    status: { selector: selectorText(selectorWithCluster(scope)), ...replicaStatus(scope), deprecated: { v1beta1 } },
    conditions: conditionDrafts(scope, time),
    v1beta1Conditions: machineSet.spec.replicas === undefined ? [] : deprecatedConditions(scope, errors, v1beta1.readyReplicas),
  };
}

function ownMetadata({ machineSet, cluster }: MachineSetScope): Record<string, unknown> {
  const { ownerReferences = [] } = machineSet.metadata;
  const hasOwner = ownerReferences.some(({ kind, apiVersion }) => (kind === 'MachineDeployment' || kind === 'Cluster') && groupOf(apiVersion) === 'cluster.x-k8s.io');
  // After a restore a MachineSet may be here before its MachineDeployment adopts it: the Cluster must not take its place.
  const isStandAlone = !hasOwner && machineDeploymentNameOf(machineSet) === undefined;
  return {
    labels: { [clusterNameLabel]: machineSet.spec.clusterName },
    ...(isStandAlone ? { ownerReferences: withOwnerReference(ownerReferences, ownerReferenceTo(cluster)) } : {}),
  };
}

/** Selector and template stay within the cluster. */
function ownSpec(scope: MachineSetScope): Record<string, unknown> {
  const { clusterName, template } = scope.machineSet.spec;
  return { selector: selectorWithCluster(scope), template: { metadata: { labels: { ...template.metadata?.labels, [clusterNameLabel]: clusterName } } } };
}

function selectorWithCluster({ machineSet }: MachineSetScope): MachineSetScope['machineSet']['spec']['selector'] {
  const { selector, clusterName } = machineSet.spec;
  return { ...selector, matchLabels: { ...selector.matchLabels, [clusterNameLabel]: clusterName } };
}

function replicaStatus({ machines }: MachineSetScope): Pick<MachineSetStatus, 'replicas' | 'readyReplicas' | 'availableReplicas' | 'upToDateReplicas' | 'versions'> {
  // A Machine in an in-place update counts as neither, even before its own conditions say so.
  const settled = machines.filter((machine) => !isUpdateInProgress(machine));
  const countOf = (type: string): number => settled.filter((machine) => isConditionTrue(machine, type)).length;
  return {
    replicas: machines.length,
    readyReplicas: countOf('Ready'),
    availableReplicas: countOf('Available'),
    upToDateReplicas: countOf('UpToDate'),
    versions: versionsFromMachines(machines),
  };
}
