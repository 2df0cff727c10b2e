import type { Node, Pod } from '@clusterwright/api/kubernetes';
import { v1beta1False, v1beta1True, v1beta1Unknown } from '@clusterwright/provider-kit/conditions/v1beta1';
import { podConditionTypes, type StaticPodComponent } from '../control-plane-machine.plan.ts';
import type { MachineDrafts, PodConditionType, PodDraft } from './drafts.plan.ts';

/** Pods of the control plane, by name; or why they are not known. */
export type ObservedPods = { readonly kind: 'listed'; readonly byName: ReadonlyMap<string, Pod> } | { readonly kind: 'failed' };

/** How a Pod is: the same said for both generations of conditions. */
type PodState =
  | { readonly kind: 'running' }
  | { readonly kind: 'provisioning' | 'failed'; readonly message: string }
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'uninspected'; readonly message: string; readonly v1beta1Message?: string };

/** Conditions about the static Pod of one component, on a Machine whose Node exists and can be reached. */
export function staticPodDrafts(component: StaticPodComponent, node: Node, pods: ObservedPods): MachineDrafts {
  const type = podConditionTypes[component];
  const state = podState(`${component}-${node.metadata.name}`, node, pods);
  return { conditions: [conditionOfState(type, state)], v1beta1Conditions: [v1beta1OfState(type, state)] };
}

function podState(name: string, node: Node, pods: ObservedPods): PodState {
  // A kubelet that does not report does not update its mirror Pods either.
  if (node.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'Unknown') {
    return { kind: 'uninspected', message: 'Node Ready condition is Unknown, Pod data might be stale' };
  }
  if (pods.kind === 'failed') return { kind: 'uninspected', message: 'Please check controller logs for errors', v1beta1Message: 'Failed to get Pod status' };
  const pod = pods.byName.get(name);
  return pod ? stateOfPhase(pod) : { kind: 'missing', name };
}

function stateOfPhase(pod: Pod): PodState {
  switch (pod.status?.phase ?? 'Pending') {
    case 'Running':
      return hasPodCondition(pod, 'Ready') ? { kind: 'running' } : stateOfContainers(pod);
    case 'Succeeded':
    case 'Failed':
      return { kind: 'failed', message: 'All the containers have been terminated' };
    case 'Unknown':
      return { kind: 'uninspected', message: 'Pod is reporting Unknown status' };
    default:
      return { kind: 'provisioning', message: pendingMessage(pod) };
  }
}

function pendingMessage(pod: Pod): string {
  if (!hasPodCondition(pod, 'PodScheduled')) return 'Waiting to be scheduled';
  return hasPodCondition(pod, 'Initialized') ? '' : 'Running init containers';
}

/** A Pod that runs and is not ready: containers say why, else probes have not answered yet. */
function stateOfContainers({ status }: Pod): PodState {
  const containers = status?.containerStatuses ?? [];
  const waiting = containers.flatMap(({ state }) => (state?.waiting ? [state.waiting.reason ?? ''] : []));
  if (waiting.length > 0) {
    // Restarted containers wait too; only the exit code of the run before tells a crash from a start.
    const hasCrashed = containers.some(({ lastState }) => (lastState?.terminated?.exitCode ?? 0) !== 0);
    return { kind: hasCrashed ? 'failed' : 'provisioning', message: waiting.join(', ') };
  }
  const terminated = containers.flatMap(({ state }) => (state?.terminated ? [state.terminated.reason ?? ''] : []));
  if (terminated.length > 0) return { kind: 'failed', message: terminated.join(', ') };
  return { kind: 'provisioning', message: 'Waiting for startup or readiness probes' };
}

function hasPodCondition({ status }: Pod, type: string): boolean {
  return status?.conditions?.find((condition) => condition.type === type)?.status === 'True';
}

function conditionOfState(type: PodConditionType, state: PodState): PodDraft {
  const draft = (status: PodDraft['status'], reason: PodDraft['reason'], message?: string): PodDraft => ({ type, status, reason, message });
  switch (state.kind) {
    case 'running':
      return draft('True', 'Running');
    case 'provisioning':
      return draft('False', 'Provisioning', state.message);
    case 'failed':
      return draft('False', 'Failed', state.message);
    case 'missing':
      return draft('False', 'DoesNotExist', 'Pod does not exist');
    case 'uninspected':
      return draft('Unknown', 'InspectionFailed', state.message);
  }
}

function v1beta1OfState(type: string, state: PodState): ReturnType<typeof v1beta1True> {
  switch (state.kind) {
    case 'running':
      return v1beta1True(type);
    case 'provisioning':
      return v1beta1False(type, 'PodProvisioning', 'Info', state.message);
    case 'failed':
      return v1beta1False(type, 'PodFailed', 'Error', state.message);
    case 'missing':
      return v1beta1False(type, 'PodMissing', 'Error', `Pod ${state.name} is missing`);
    case 'uninspected':
      return v1beta1Unknown(type, 'PodInspectionFailed', state.v1beta1Message ?? state.message);
  }
}
