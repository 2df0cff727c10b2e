import { aCluster, aControlPlane, aMachine, aMachineDeployment, aMachineSet, anInfraCluster, aScope, clusterOwner, descendants } from '../cluster.fixtures.ts';
import type { ClusterScope } from '../cluster.scope.ts';
import { planDeletion } from './deletion.plan.ts';

const deletionTimestamp = '2026-11-21T12:00:00Z';
const cluster = aCluster({ metadata: { deletionTimestamp } });
const topology = { classRef: { name: 'class' }, version: 'v1.36.3' };
const going = { metadata: { deletionTimestamp } };
const gone = { kind: 'notFound' } as const;
const owned = { metadata: { ownerReferences: [clusterOwner] } };
const five = ['e', 'd', 'c', 'b', 'a', 'f'].map((name) => aMachine({ name }));

const cases: readonly { name: string; why: string; scope: Partial<ClusterScope>; want: object; targets?: string[] }[] = [
  { name: 'a hook that has not agreed', why: 'extensions may hold back deletion of a topology', scope: { cluster: aCluster({ metadata: { deletionTimestamp }, spec: { topology } }), waitsForDeleteHook: true }, want: { step: 'wait', reason: 'WaitingForBeforeDeleteHook', message: 'Waiting for BeforeClusterDelete hook' } },
  { name: 'a hook that has agreed', why: 'the annotation says so', scope: { cluster: aCluster({ metadata: { deletionTimestamp, annotations: { 'runtime.cluster.x-k8s.io/ok-to-delete': '' } }, spec: { topology } }), waitsForDeleteHook: true }, want: { step: 'delete', reason: 'WaitingForControlPlaneDeletion' }, targets: ['c1-cp'] },
  { name: 'hooks do not matter without a topology', why: 'nobody called them', scope: { waitsForDeleteHook: true }, want: { step: 'delete', reason: 'WaitingForControlPlaneDeletion' }, targets: ['c1-cp'] },
  { name: 'descendants that cannot be listed', why: 'not the same as none', scope: { descendants: { kind: 'unreadable', error: new Error('x') } }, want: { step: 'wait', reason: 'InternalError', message: 'Please check controller logs for errors' } },
  {
    name: 'workers',
    why: 'what the Cluster owns is deleted, the rest goes with it; all of it is named',
    scope: { descendants: descendants({ machineDeployments: [aMachineDeployment()], machineSets: [aMachineSet()], workerMachines: [aMachine()], controlPlaneMachines: [aMachine({ name: 'cp', controlPlane: true })] }) },
    want: { step: 'delete', reason: 'WaitingForWorkersDeletion', message: '* MachineDeployments: md\n* MachineSets: ms\n* Worker Machines: m1' },
    targets: ['md'],
  },
  { name: 'workers that go already', why: 'nothing is asked for twice', scope: { descendants: descendants({ machineDeployments: [aMachineDeployment({ metadata: { deletionTimestamp } })] }) }, want: { step: 'wait', reason: 'WaitingForWorkersDeletion', message: '* MachineDeployments: md' } },
  { name: 'workers of others', why: 'they hold up the control plane even though they are not ours to delete', scope: { descendants: descendants({ workerMachines: [aMachine()] }) }, want: { step: 'wait', reason: 'WaitingForWorkersDeletion', message: '* Worker Machines: m1' } },
  { name: 'six Machines', why: 'five names and a number', scope: { descendants: descendants({ workerMachines: five }) }, want: { message: '* Worker Machines: a, b, c, d, e, ... (1 more)' } },
  {
    name: 'stand-alone control plane Machines',
    why: 'no control plane object looks after them',
    scope: { cluster: aCluster({ metadata: { deletionTimestamp }, spec: { controlPlaneRef: undefined } }), controlPlane: { kind: 'unset' }, descendants: descendants({ controlPlaneMachines: [aMachine({ name: 'cp', controlPlane: true, ...owned })] }) },
    want: { step: 'delete', reason: 'WaitingForWorkersDeletion', message: '* Control plane Machines: cp' },
    targets: ['cp'],
  },
  { name: 'only the control plane left', why: 'workers first, then control plane', scope: {}, want: { step: 'delete', reason: 'WaitingForControlPlaneDeletion', message: 'Waiting for FooControlPlane to be deleted', passed: [] }, targets: ['c1-cp'] },
  { name: 'control plane going', why: 'its watch will wake us', scope: { controlPlane: aControlPlane(going) }, want: { step: 'wait', reason: 'WaitingForControlPlaneDeletion' } },
  { name: 'control plane unreadable', why: 'infrastructure must not go before it', scope: { controlPlane: { kind: 'unreadable', error: new Error('x') } }, want: { step: 'wait', reason: 'InternalError' } },
  { name: 'control plane gone', why: 'now the infrastructure', scope: { controlPlane: gone }, want: { step: 'delete', reason: 'WaitingForInfrastructureDeletion', message: 'Waiting for FooCluster to be deleted', passed: ['controlPlane'] }, targets: ['c1'] },
  { name: 'infrastructure going', why: 'its watch will wake us', scope: { controlPlane: gone, infraCluster: anInfraCluster(going) }, want: { step: 'wait', reason: 'WaitingForInfrastructureDeletion' } },
  { name: 'all gone', why: 'the finalizer may go', scope: { controlPlane: gone, infraCluster: gone }, want: { step: 'finish' } },
  { name: 'a Cluster that never had anything', why: 'nothing to wait for', scope: { controlPlane: { kind: 'unset' }, infraCluster: { kind: 'unset' } }, want: { step: 'finish' } },
];

test.each(cases)('planDeletion: $name → $want.step $want.reason ($why)', ({ scope, want, targets }) => {
  const plan = planDeletion(aScope({ cluster, ...scope }));
  expect(plan).toMatchObject(want);
  expect(plan.step === 'delete' ? plan.targets.map(({ object }) => object.metadata.name) : undefined).toEqual(targets);
});
