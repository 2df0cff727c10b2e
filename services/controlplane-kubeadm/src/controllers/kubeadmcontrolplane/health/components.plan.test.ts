import type { Node, Pod } from '@clusterwright/api/kubernetes';
import { aControlPlane, aKubeadmConfig, aMember, aNode, aPod, podsOf } from '../kubeadmcontrolplane.fixtures.ts';
import type { ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { componentDrafts, nodesWithoutMachine, type ComponentsInput } from './components.plan.ts';

function input({ machines = [aMember('n')], nodes = [aNode('n')], pods = podsOf('n') }: { machines?: ControlPlaneMachine[]; nodes?: Node[]; pods?: Pod[] | 'failed' } = {}): ComponentsInput {
  return {
    controlPlane: aControlPlane(),
    machines,
    nodes: { all: nodes, byName: (name) => nodes.find(({ metadata }) => metadata.name === name) },
    pods: pods === 'failed' ? { kind: 'failed' } : { kind: 'listed', byName: new Map(pods.map((pod) => [pod.metadata.name, pod])) },
  };
}

function said(given: ComponentsInput, type: string): { condition: string; v1beta1: string } {
  const [subject] = given.machines;
  if (!subject) throw new Error('no machine');
  const { conditions, v1beta1Conditions } = componentDrafts(given, subject);
  const text = (parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(' ');
  const condition = conditions.find((draft) => draft.type === type);
  const older = v1beta1Conditions.find((draft) => draft.type === type);
  return { condition: text([condition?.status, condition?.reason, condition?.message]), v1beta1: text([older?.status, older?.severity, older?.reason, older?.message]) };
}

const ready = { type: 'Ready', status: 'True' };
const started = [{ type: 'PodScheduled', status: 'True' }, { type: 'Initialized', status: 'True' }];
const container = (state: object, lastState?: object) => ({ phase: 'Running', conditions: [], containerStatuses: [{ name: 'x', state, ...(lastState ? { lastState } : {}) }] });
const pods: readonly { name: string; why: string; status: NonNullable<Pod['status']>; condition: string; v1beta1: string }[] = [
  { name: 'running and ready', why: 'it serves', status: { phase: 'Running', conditions: [ready] }, condition: 'True Running', v1beta1: 'True' },
  { name: 'not scheduled', why: 'odd for a static Pod, but possible', status: { phase: 'Pending' }, condition: 'False Provisioning Waiting to be scheduled', v1beta1: 'False Info PodProvisioning Waiting to be scheduled' },
  { name: 'initializing', why: 'the same', status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'True' }] }, condition: 'False Provisioning Running init containers', v1beta1: 'False Info PodProvisioning Running init containers' },
  { name: 'pending', why: 'images may be pulled', status: { phase: 'Pending', conditions: started }, condition: 'False Provisioning', v1beta1: 'False Info PodProvisioning' },
  { name: 'waiting for probes', why: 'it runs but does not answer yet', status: { phase: 'Running', conditions: [], containerStatuses: [{ name: 'x', state: { running: {} } }] }, condition: 'False Provisioning Waiting for startup or readiness probes', v1beta1: 'False Info PodProvisioning Waiting for startup or readiness probes' },
  { name: 'waiting', why: 'it has not failed before', status: container({ waiting: { reason: 'ErrImagePull' } }), condition: 'False Provisioning ErrImagePull', v1beta1: 'False Info PodProvisioning ErrImagePull' },
  { name: 'crashing', why: 'the last run ended badly', status: container({ waiting: { reason: 'CrashLoopBackOff' } }, { terminated: { exitCode: 1 } }), condition: 'False Failed CrashLoopBackOff', v1beta1: 'False Error PodFailed CrashLoopBackOff' },
  { name: 'terminated', why: 'nothing runs', status: container({ terminated: { exitCode: 1, reason: 'Error' } }), condition: 'False Failed Error', v1beta1: 'False Error PodFailed Error' },
  { name: 'succeeded', why: 'a component must never end', status: { phase: 'Succeeded' }, condition: 'False Failed All the containers have been terminated', v1beta1: 'False Error PodFailed All the containers have been terminated' },
  { name: 'failed', why: 'it is over', status: { phase: 'Failed' }, condition: 'False Failed All the containers have been terminated', v1beta1: 'False Error PodFailed All the containers have been terminated' },
  { name: 'unknown', why: 'the kubelet does not say', status: { phase: 'Unknown' }, condition: 'Unknown InspectionFailed Pod is reporting Unknown status', v1beta1: 'Unknown PodInspectionFailed Pod is reporting Unknown status' },
];
test.each(pods)('scheduler Pod $name → $condition ($why)', ({ status, condition, v1beta1 }) => {
  expect(said(input({ pods: [aPod('kube-scheduler-n', status)] }), 'SchedulerPodHealthy')).toEqual({ condition, v1beta1 });
});

const machines = [
  { name: 'Pod missing', why: 'kubeadm has not written it', given: input({ pods: [] }), condition: 'False DoesNotExist Pod does not exist', v1beta1: 'False Error PodMissing Pod kube-scheduler-n is missing' },
  { name: 'Pods not read', why: 'our own failure is no news of theirs', given: input({ pods: 'failed' }), condition: 'Unknown InspectionFailed Please check controller logs for errors', v1beta1: 'Unknown PodInspectionFailed Failed to get Pod status' },
  { name: 'Node Ready unknown', why: 'its kubelet reports nothing', given: input({ nodes: [aNode('n', { ready: 'Unknown' })] }), condition: 'Unknown InspectionFailed Node Ready condition is Unknown, Pod data might be stale', v1beta1: 'Unknown PodInspectionFailed Node Ready condition is Unknown, Pod data might be stale' },
  { name: 'Node unreachable', why: 'the same, said by its controller', given: input({ nodes: [aNode('n', { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] })] }), condition: 'Unknown InspectionFailed Node n is unreachable', v1beta1: 'Unknown PodInspectionFailed Node is unreachable' },
  { name: 'Node gone', why: 'somebody deleted it', given: input({ nodes: [] }), condition: 'Unknown InspectionFailed Node n does not exist', v1beta1: 'False Error PodFailed Missing Node' },
  { name: 'no Node yet', why: 'the machine is booting', given: input({ machines: [aMember('n', { nodeName: '' })] }), condition: 'Unknown InspectionFailed Waiting for a Node with spec.providerID dev://n to exist', v1beta1: '' },
  { name: 'no infrastructure yet', why: 'there is no machine to boot', given: input({ machines: [aMember('n', { nodeName: '', spec: { providerID: '' } })] }), condition: 'Unknown InspectionFailed Waiting for DevMachine to report spec.providerID', v1beta1: '' },
  { name: 'deleting', why: 'components go at any time', given: input({ machines: [aMember('n', { deleting: true })] }), condition: 'False Deleting Machine is deleting', v1beta1: 'False Info Deleting' },
];
test.each(machines)('Machine, $name → $condition ($why)', ({ given, condition, v1beta1 }) => {
  expect(said(given, 'SchedulerPodHealthy')).toEqual({ condition, v1beta1 });
});

const role = 'node-role.kubernetes.io/control-plane';
const withTaints = (taints: { key: string; effect: 'NoSchedule' }[]) => aKubeadmConfig('n', { initConfiguration: { nodeRegistration: { taints } } });
const marks = [
  { name: 'label and taint', why: 'kubeadm is done', member: aMember('n', { kubeadmConfig: aKubeadmConfig('n') }), node: aNode('n'), want: 'True Set' },
  { name: 'neither', why: 'kubeadm is not done', member: aMember('n', { kubeadmConfig: aKubeadmConfig('n') }), node: aNode('n', { labels: {}, taints: [] }), want: `False NotSet Node n does not have the ${role} label and the ${role}:NoSchedule taint` },
  { name: 'no label', why: 'it comes first', member: aMember('n', { kubeadmConfig: aKubeadmConfig('n') }), node: aNode('n', { labels: {} }), want: `False NotSet Node n does not have the ${role} label` },
  { name: 'no taint', why: 'kubeadm sets it by default', member: aMember('n', { kubeadmConfig: aKubeadmConfig('n') }), node: aNode('n', { taints: [] }), want: `False NotSet Node n does not have the ${role}:NoSchedule taint` },
  { name: 'no taint, none wanted', why: 'the user said so', member: aMember('n', { kubeadmConfig: withTaints([]) }), node: aNode('n', { taints: [] }), want: 'True Set' },
  { name: 'no taint, but wanted by the Machine', why: 'Machine taints count too', member: aMember('n', { kubeadmConfig: withTaints([]), spec: { taints: [{ key: role, effect: 'NoSchedule', propagation: 'Always' }] } }), node: aNode('n', { taints: [] }), want: `False NotSet Node n does not have the ${role}:NoSchedule taint` },
  { name: 'no taint, join without taints', why: 'a join has its own list', member: aMember('n', { kubeadmConfig: aKubeadmConfig('n', { joinConfiguration: { controlPlane: {}, nodeRegistration: { taints: [] } } }) }), node: aNode('n', { taints: [] }), want: 'True Set' },
];
test.each(marks)('NodeKubeadmLabelsAndTaintsSet: $name → $want ($why)', ({ member, node, want }) => {
  expect(said(input({ machines: [member], nodes: [node] }), 'NodeKubeadmLabelsAndTaintsSet').condition).toBe(want);
});

test('control plane Nodes without Machine are named, unless one may still find its Machine', () => {
  const nodes = [aNode('n'), aNode('x'), aNode('w', { labels: {} })];
  expect(nodesWithoutMachine(input({ nodes }))).toEqual(['Control plane Node x does not have a corresponding Machine']);
  expect(nodesWithoutMachine(input({ nodes, machines: [aMember('n'), aMember('m', { nodeName: '' })] }))).toEqual([]);
});
