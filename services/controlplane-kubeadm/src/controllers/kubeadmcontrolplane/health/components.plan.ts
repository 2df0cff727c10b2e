import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { v1beta1False, v1beta1Unknown } from '@clusterwright/provider-kit/conditions/v1beta1';
import type { V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { hasNode, isDeleting, podConditionTypes, staticPodComponents, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { mergeDrafts, type MachineDraft, type MachineDrafts, type PodConditionType } from './drafts.plan.ts';
import { controlPlaneRole, nodeMarksDraft } from './node-marks.plan.ts';
import { staticPodDrafts, type ObservedPods } from './static-pod.plan.ts';

/** Nodes of the workload cluster. */
export interface ObservedNodes {
  readonly byName: (name: string) => Node | undefined;
  readonly all: readonly Node[];
}

export interface ComponentsInput {
  readonly controlPlane: KubeadmControlPlane;
  readonly machines: readonly ControlPlaneMachine[];
  readonly nodes: ObservedNodes;
  readonly pods: ObservedPods;
}

/** Conditions about Node and static Pods of one Machine (KCP-23, KCP-24). */
export function componentDrafts(input: ComponentsInput, subject: ControlPlaneMachine): MachineDrafts {
  const { machine } = subject;
  const nodeName = machine.status?.nodeRef?.name;
  const node = nodeName ? input.nodes.byName(nodeName) : undefined;
  if (isDeleting(machine)) return deleting(input, subject, node);
  if (!nodeName) return uninspected(input, waitingForNode(machine));
  if (!node) return { ...uninspected(input, `Node ${nodeName} does not exist`), v1beta1Conditions: eachPod(input, (type) => v1beta1False(type, 'PodFailed', 'Error', 'Missing Node')) };
  if (isUnreachable(node)) {
    return { ...uninspected(input, `Node ${nodeName} is unreachable`), v1beta1Conditions: eachPod(input, (type) => v1beta1Unknown(type, 'PodInspectionFailed', 'Node is unreachable')) };
  }
  const pods = staticPodComponents(input.controlPlane).map((component) => staticPodDrafts(component, node, input.pods));
  return mergeDrafts(...pods, { conditions: [nodeMarksDraft(subject, node)], v1beta1Conditions: [] });
}

/** What a Machine without Node is waiting for. */
export function waitingForNode({ spec }: ControlPlaneMachine['machine']): string {
  return spec.providerID ? `Waiting for a Node with spec.providerID ${spec.providerID} to exist` : `Waiting for ${spec.infrastructureRef.kind} to report spec.providerID`;
}

/** Control plane Nodes that no Machine stands for; none are named while a Machine still waits for its Node. */
export function nodesWithoutMachine({ machines, nodes }: ComponentsInput): string[] {
  if (machines.some(({ machine }) => !hasNode(machine) && !isDeleting(machine))) return [];
  const known = new Set(machines.map(({ machine }) => machine.status?.nodeRef?.name));
  return nodes.all
    .filter(({ metadata }) => metadata.labels?.[controlPlaneRole] === '' && !known.has(metadata.name))
    .map(({ metadata }) => metadata.name)
    .sort()
    .map((name) => `Control plane Node ${name} does not have a corresponding Machine`);
}

/** A Machine being deleted is not inspected any further: its components go away at any time. */
function deleting(input: ComponentsInput, subject: ControlPlaneMachine, node: Node | undefined): MachineDrafts {
  const marks: MachineDraft = node ? nodeMarksDraft(subject, node) : { type: 'NodeKubeadmLabelsAndTaintsSet', status: 'False', reason: 'Deleting', message: 'Machine is deleting' };
  return {
    conditions: [marks, ...eachPod(input, (type): MachineDraft => ({ type, status: 'False', reason: 'Deleting', message: 'Machine is deleting' }))],
    v1beta1Conditions: eachPod(input, (type) => v1beta1False(type, 'Deleting', 'Info')),
  };
}

function uninspected(input: ComponentsInput, message: string): MachineDrafts {
  return {
    conditions: [
      { type: 'NodeKubeadmLabelsAndTaintsSet', status: 'Unknown', reason: 'InspectionFailed', message },
      ...eachPod(input, (type): MachineDraft => ({ type, status: 'Unknown', reason: 'InspectionFailed', message })),
    ],
    v1beta1Conditions: [],
  };
}

function eachPod<D extends MachineDraft | V1Beta1ConditionDraft>({ controlPlane }: ComponentsInput, draft: (type: PodConditionType) => D): D[] {
  return staticPodComponents(controlPlane).map((component) => draft(podConditionTypes[component]));
}

function isUnreachable({ spec }: Node): boolean {
  return (spec?.taints ?? []).some(({ key, effect }) => key === 'node.kubernetes.io/unreachable' && effect === 'NoExecute');
}
