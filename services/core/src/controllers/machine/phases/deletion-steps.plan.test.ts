import { FakeClient } from '@clusterwright/test-env/client.fake';
import { aCluster, aMachine, aNode, aRunningMachine, aScope, connectedTo, earlier, external, found, now, provisionedInfra } from '../machine.fixtures.ts';
import type { MachineScope, ObservedObject } from '../machine.scope.ts';
import { isDrainDue, isVolumeDetachDue, planNodeDeletion, preDrainHooks, preTerminateHooks, withStarted } from './deletion-steps.plan.ts';

const controlPlane = (change: Parameters<typeof external>[1] = {}): ObservedObject => found(external('KubeadmControlPlane', change));
const withoutNodeRef = { ...aRunningMachine(), status: { initialization: {} } };

const cases: { name: string; why: string; scope: Partial<MachineScope>; want: object }[] = [
  { name: 'a worker of a living cluster', why: 'its Node goes with it', scope: { peers: { controlPlane: controlPlane(), activeMachines: 1 } }, want: { step: 'delete', nodeName: 'n' } },
  { name: 'the cluster is going', why: 'so is the API server', scope: { cluster: aCluster({ metadata: { ...aCluster().metadata, deletionTimestamp: earlier } }), peers: { controlPlane: controlPlane(), activeMachines: 1 } }, want: { step: 'skip', cause: 'cluster is being deleted' } },
  { name: 'the control plane is going', why: 'so is the API server', scope: { peers: { controlPlane: controlPlane({ metadata: { deletionTimestamp: earlier } }), activeMachines: 1 } }, want: { step: 'skip', cause: 'control plane is being deleted' } },
  { name: 'the last control plane Machine', why: 'nobody is left to ask', scope: { peers: { controlPlane: controlPlane(), activeMachines: 0 } }, want: { step: 'skip', cause: 'no control plane members' } },
  { name: 'an external control plane', why: 'it has no Machines', scope: { peers: { controlPlane: controlPlane({ status: { externalManagedControlPlane: true } }), activeMachines: 0 } }, want: { step: 'delete', nodeName: 'n' } },
  { name: 'no control plane object', why: 'Machines alone decide', scope: { peers: { controlPlane: { kind: 'notFound' }, activeMachines: 1 } }, want: { step: 'delete', nodeName: 'n' } },
  { name: 'the control plane cannot be read', why: 'a guess could delete a Node in use', scope: { peers: { controlPlane: { kind: 'failed', error: new Error('boom') }, activeMachines: 1 } }, want: { step: 'fail' } },
  { name: 'never a Node', why: 'nothing to delete', scope: { machine: withoutNodeRef, connection: connectedTo(new FakeClient()), peers: { controlPlane: controlPlane(), activeMachines: 1 } }, want: { step: 'skip', cause: 'noderef is nil' } },
  { name: 'a Node nobody wrote down', why: 'the instance leads to it', scope: { machine: withoutNodeRef, connection: connectedTo(new FakeClient(), [aNode()]), peers: { controlPlane: controlPlane(), activeMachines: 1 } }, want: { step: 'delete', nodeName: 'n' } },
];

test.each(cases)('planNodeDeletion: $name → $want.step ($why)', ({ scope, want }) => {
  expect(planNodeDeletion(aScope(scope))).toMatchObject(want);
});

test('hooks are annotations with a prefix, sorted', () => {
  const annotations = { 'pre-drain.delete.hook.machine.cluster.x-k8s.io/b': '', 'pre-drain.delete.hook.machine.cluster.x-k8s.io/a': 'x', 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup': '', other: '' };
  const machine = aMachine({ metadata: { ...aMachine().metadata, annotations } });
  expect(preDrainHooks(machine)).toEqual(['pre-drain.delete.hook.machine.cluster.x-k8s.io/a', 'pre-drain.delete.hook.machine.cluster.x-k8s.io/b']);
  expect(preTerminateHooks(machine)).toEqual(['pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup']);
});

const infraMachine = found(external('DevMachine', provisionedInfra));
const started = (nodeDrainStartTime: string, nodeDrainTimeoutSeconds: number | undefined) =>
  aRunningMachine({ spec: { ...aRunningMachine().spec, deletion: nodeDrainTimeoutSeconds === undefined ? {} : { nodeDrainTimeoutSeconds } }, status: { deletion: { nodeDrainStartTime } } });

const drainCases = [
  { name: 'nothing is against it', why: 'Pods get a chance to move', scope: { machine: aRunningMachine(), infraMachine }, want: true },
  { name: 'a user excludes it', why: 'the annotation counts, whatever its value', scope: { machine: aRunningMachine({ metadata: { ...aMachine().metadata, annotations: { 'machine.cluster.x-k8s.io/exclude-node-draining': '' } } }), infraMachine }, want: false },
  { name: 'the deletion is past it', why: 'a control plane may be without etcd by now', scope: { machine: aRunningMachine({ status: { deletion: { waitForPreTerminateHookStartTime: earlier } } }), infraMachine }, want: false },
  { name: 'the instance is gone', why: 'its Pods are too', scope: { machine: aRunningMachine(), infraMachine: { kind: 'notFound' } as const }, want: false },
  { name: 'the instance is going', why: 'its Pods are too', scope: { machine: aRunningMachine(), infraMachine: found(external('DevMachine', { metadata: { deletionTimestamp: earlier } })) }, want: false },
  { name: 'its time is up', why: 'somebody decided how long to wait', scope: { machine: started(earlier, 3600), infraMachine }, want: false },
  { name: 'it has time left', why: 'the timeout counts from the start', scope: { machine: started(earlier, 3601), infraMachine }, want: true },
  { name: 'the timeout is 0', why: 'that means for ever', scope: { machine: started(earlier, 0), infraMachine }, want: true },
  { name: 'there is no timeout', why: 'that means for ever', scope: { machine: started(earlier, undefined), infraMachine }, want: true },
];

test.each(drainCases)('drain when $name → $want ($why)', ({ scope, want }) => {
  expect(isDrainDue(scope, now)).toBe(want);
});

test('waiting for volumes is excluded by its own annotation and has its own timeout', () => {
  const machine = (annotation: string) => aRunningMachine({ metadata: { ...aMachine().metadata, annotations: { [annotation]: '' } } });
  expect(isVolumeDetachDue({ machine: machine('machine.cluster.x-k8s.io/exclude-node-draining'), infraMachine }, now)).toBe(true);
  expect(isVolumeDetachDue({ machine: machine('machine.cluster.x-k8s.io/exclude-wait-for-node-volume-detach'), infraMachine }, now)).toBe(false);
  const timed = aRunningMachine({ spec: { ...aRunningMachine().spec, deletion: { nodeVolumeDetachTimeoutSeconds: 1 } }, status: { deletion: { waitForNodeVolumeDetachStartTime: earlier } } });
  expect(isVolumeDetachDue({ machine: timed, infraMachine }, now)).toBe(false);
});

test('a step begins once', () => {
  const first = withStarted(aRunningMachine(), 'nodeDrainStartTime', now);
  expect(first.status?.deletion).toEqual({ nodeDrainStartTime: '2026-11-21T12:00:00Z' });
  expect(withStarted(first, 'nodeDrainStartTime', new Date('2026-11-21T13:00:00Z'))).toBe(first);
});
