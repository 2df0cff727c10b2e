import type { devMachineConditions } from '@clusterwright/api/infrastructure/v1beta2';
import type { PassResult, Report, V1Beta1ConditionDraft, ConditionDraft } from '@clusterwright/controller-runtime';
import { summarize } from '@clusterwright/provider-kit/conditions/summary';
import { summarizeV1Beta1, v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import { admitted } from './devmachine.scope.ts';
import type { DevMachineScope } from './devmachine.scope.ts';
import type { ComponentStates, StartFailures } from './phases/provisioning.plan.ts';
import { providerIDOf } from './workload-objects.ts';

/** Conditions this controller writes for the in-memory backend; the docker backend has others. */
export const ownedConditions = ['Ready', 'VMProvisioned', 'NodeProvisioned', 'EtcdProvisioned', 'APIServerProvisioned'] satisfies (keyof typeof devMachineConditions)[];

const components = [
  ['vm', 'VMProvisioned'],
  ['node', 'NodeProvisioned'],
  ['etcd', 'EtcdProvisioned'],
  ['apiServer', 'APIServerProvisioned'],
] as const satisfies readonly (readonly [keyof ComponentStates, (typeof ownedConditions)[number]])[];

/** v1beta1 names for what a VM waits for. */
const oldReasons: Readonly<Record<string, string>> = {
  WaitingForClusterInfrastructureReady: 'WaitingForClusterInfrastructure',
  WaitingForControlPlaneInitialized: 'WaitingControlPlaneInitialized',
};

/** What a DevMachine says of its simulated instance (spec DEV-07). Pure. */
export function reportDevMachine(scope: DevMachineScope, { deleting }: PassResult): Report {
  const { states, failures = {} } = scope;
  if (deleting || !states) return {};
  const drafts = components.flatMap(([component, type]): ConditionDraft[] => {
    const state = states[component];
    if (state === undefined) return [];
    return [state === 'up' ? { type, status: 'True', reason: 'Provisioned' } : { type, status: 'False', reason: state, message: messageOf(failures, component) }];
  });
  const ready = summarize({ target: 'Ready', conditions: drafts, of: drafts.map(({ type }) => type), reasons: { issue: 'NotReady', unknown: 'ReadyUnknown', info: 'Ready' } });
  return {
    ...provisionedParts(scope, states),
    conditions: [ready, ...drafts],
    v1beta1Conditions: oldConditions(scope, states),
  };
}

function messageOf(failures: StartFailures, component: keyof ComponentStates): string | undefined {
  return component === 'etcd' || component === 'apiServer' ? failures[component] : undefined;
}

function provisionedParts(scope: DevMachineScope, { vm }: ComponentStates): Pick<Report, 'spec' | 'status'> {
  if (vm !== 'up') return {};
  return {
    spec: { providerID: providerIDOf(scope.devMachine) },
    status: { initialization: { provisioned: true }, failureDomain: admitted(scope).machine.spec.failureDomain },
  };
}

function oldConditions({ devMachine, failures = {} }: DevMachineScope, states: ComponentStates): V1Beta1ConditionDraft[] {
  const drafts = components.flatMap(([component, type]): V1Beta1ConditionDraft[] => {
    const state = states[component];
    // Upstream states what waits for an earlier component only in the new conditions.
    if (state === undefined || state === 'WaitingForVMProvisioned' || state === 'WaitingForNodeProvisioned') return [];
    if (state === 'up') return [v1beta1True(type)];
    return [state === 'InternalError' ? v1beta1False(type, state, 'Error', messageOf(failures, component)) : v1beta1False(type, oldReasons[state] ?? state, 'Info')];
  });
  const summary = summarizeV1Beta1({ conditions: drafts, of: components.filter(([component]) => states[component] !== undefined).map(([, type]) => type), stepCounter: devMachine.spec.providerID === undefined });
  return summary ? [summary, ...drafts] : drafts;
}
