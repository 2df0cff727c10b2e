import { clusterNameLabel, revisionAnnotation } from '@clusterwright/api';
import type { MachineDeployment, MachineSet, MachineSetV1Beta1DeprecatedStatus } from '@clusterwright/api/core/v1beta2';
import { selectorText } from '@clusterwright/api/label-selector';
import type { PassResult, Report, ReportContext, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import { mirrorV1Beta1, summarizeV1Beta1, v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import { v1beta1ConditionsOf, v1beta1Ready } from '../shared/stored-conditions.ts';
import type { MachineDeploymentScope, RolledOut } from './machinedeployment.scope.ts';
import { rolloutLimits } from './rollout/limits.plan.ts';
import { conditionDrafts } from './status/conditions.status.ts';
import { phaseOf, replicaStatus, sumOf } from './status/replicas.status.ts';

/** What a MachineDeployment says after a pass. */
export function reportMachineDeployment(scope: MachineDeploymentScope, { deleting }: PassResult, { now }: ReportContext): Report {
  const { machineDeployment, machineSets } = scope;
  const v1beta1 = deprecatedStatus(scope);
  return {
    ...(deleting ? {} : { metadata: ownMetadata(scope) }),
    status: {
      selector: selectorText(machineDeployment.spec.selector),
      ...replicaStatus(machineSets),
      phase: phaseOf(machineDeployment, sumOf(machineSets, 'replicas') ?? 0),
      ...(v1beta1 ? { deprecated: { v1beta1: v1beta1.counters } } : {}),
    },
    conditions: conditionDrafts(scope, now()),
    v1beta1Conditions: withReady(scope, v1beta1?.conditions ?? []),
  };
}

function ownMetadata({ machineDeployment, cluster, rolledOut }: MachineDeploymentScope): Record<string, unknown> {
  const { ownerReferences = [] } = machineDeployment.metadata;
  return {
    labels: { [clusterNameLabel]: machineDeployment.spec.clusterName },
    ownerReferences: withOwnerReference(ownerReferences, ownerReferenceTo(cluster)),
    ...(rolledOut?.revision === undefined ? {} : { annotations: { [revisionAnnotation]: rolledOut.revision } }),
  };
}

interface DeprecatedStatus {
  readonly counters: Readonly<Record<string, number>>;
  readonly conditions: readonly V1Beta1ConditionDraft[];
}

/** The older API's status, which is only updated where the rollout went through. */
function deprecatedStatus({ machineDeployment, rolledOut }: MachineDeploymentScope): DeprecatedStatus | undefined {
  if (!rolledOut) return undefined;
  const sum = (count: (set: MachineSet) => number | undefined): number => rolledOut.all.reduce((total, set) => total + (count(set) ?? 0), 0);
  const available = sum((set) => countersOf(set).availableReplicas);
  const machineSetReady = mirrorV1Beta1('MachineSetReady', rolledOut.newSet && v1beta1Ready(rolledOut.newSet), {
    status: false,
    reason: 'WaitingForMachineSet',
    severity: 'Info',
    message: rolledOut.newSet ? '' : 'MachineSet not found',
  });
  return {
    counters: {
      updatedReplicas: rolledOut.newSet?.status?.replicas ?? 0,
      readyReplicas: sum((set) => countersOf(set).readyReplicas),
      availableReplicas: available,
      unavailableReplicas: Math.max(sum(({ spec }) => spec.replicas) - available, 0),
    },
    conditions: [deprecatedAvailable(machineDeployment, rolledOut, available), ...(machineSetReady ? [machineSetReady] : [])],
  };
}

function deprecatedAvailable(machineDeployment: MachineDeployment, { all }: RolledOut, available: number): V1Beta1ConditionDraft {
  const required = (machineDeployment.spec.replicas ?? 0) - rolloutLimits(machineDeployment).maxUnavailable;
  if (available >= required) return v1beta1True('Available');
  const message = `Minimum availability requires ${String(required)} replicas, current ${String(sumOf(all, 'availableReplicas') ?? 0)} available`;
  return v1beta1False('Available', 'WaitingForAvailableMachines', 'Warning', message);
}

const countersOf = ({ status }: MachineSet): MachineSetV1Beta1DeprecatedStatus => status?.deprecated?.v1beta1 ?? {};

function withReady({ machineDeployment }: MachineDeploymentScope, drafts: readonly V1Beta1ConditionDraft[]): readonly V1Beta1ConditionDraft[] {
  const kept = v1beta1ConditionsOf(machineDeployment).filter(({ type }) => drafts.every((draft) => draft.type !== type));
  const ready = summarizeV1Beta1({ conditions: [...drafts, ...kept], of: ['Available'] });
  return ready ? [ready, ...drafts] : drafts;
}
