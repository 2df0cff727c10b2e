import { aCluster, aCondition, aControlPlane, aMachine, aMachineDeployment, aMachineSet, aScope, clusterOwner, descendants } from '../cluster.fixtures.ts';
import { controlPlaneCounts, workersCounts } from './replicas.status.ts';

const settled = { replicas: 3, readyReplicas: 2, availableReplicas: 1, upToDateReplicas: 3, versions: [{ version: 'v1.36.3', replicas: 3 }] };
const good = ['Ready', 'Available', 'UpToDate'].map((type) => aCondition(type, 'True'));
const owned = { metadata: { ownerReferences: [clusterOwner] } };

test('the control plane object reports its counters', () => {
  const controlPlane = aControlPlane({ spec: { replicas: 3 }, status: settled });
  expect(controlPlaneCounts(aScope({ controlPlane }))).toEqual({ desiredReplicas: 3, ...settled });
});

test('counters that are not reported are left alone, versions are not', () => {
  expect(controlPlaneCounts(aScope({ controlPlane: aControlPlane({ spec: { replicas: 3 } }) }))).toEqual({ desiredReplicas: 3, versions: undefined });
});

test('in the older contract available is what is desired and not unavailable, never below zero', () => {
  const controlPlane = { ...aControlPlane({ spec: { replicas: 1 }, status: { replicas: 1, unavailableReplicas: 2 } }), contract: 'v1beta1' } as const;
  expect(controlPlaneCounts(aScope({ controlPlane }))).toMatchObject({ desiredReplicas: 1, replicas: 1, availableReplicas: 0 });
});

test.each([
  { name: 'a control plane that is gone', controlPlane: { kind: 'notFound' } as const },
  { name: 'a control plane that cannot be read', controlPlane: { kind: 'unreadable', error: new Error('x') } as const },
])('the counters of $name are removed', ({ controlPlane }) => {
  const counts = controlPlaneCounts(aScope({ controlPlane }));
  expect(Object.keys(counts ?? {})).toHaveLength(6);
  expect(Object.values(counts ?? {}).every((count) => count === undefined)).toBe(true);
});

test('stand-alone control plane Machines are counted', () => {
  const machines = [aMachine({ name: 'a', conditions: good, spec: { version: 'v1.36.3' } }), aMachine({ name: 'b', spec: { version: 'v1.36.3' } })];
  const scope = aScope({ cluster: aCluster({ spec: { controlPlaneRef: undefined } }), controlPlane: { kind: 'unset' }, descendants: descendants({ controlPlaneMachines: machines }) });
  expect(controlPlaneCounts(scope)).toEqual({ desiredReplicas: 2, replicas: 2, readyReplicas: 1, availableReplicas: 1, upToDateReplicas: 1, versions: [{ version: 'v1.36.3', replicas: 2 }] });
});

test('workers are deployments, and sets and Machines that nothing else owns', () => {
  const scope = aScope({
    descendants: descendants({
      machineDeployments: [aMachineDeployment({ status: settled })],
      machineSets: [aMachineSet({ status: settled }), aMachineSet({ name: 'alone', replicas: 1, status: { replicas: 1, versions: [{ version: 'v1.35.0', replicas: 1 }] }, ...owned })],
      workerMachines: [aMachine({ name: 'owned' }), aMachine({ name: 'alone', conditions: good, spec: { version: 'v1.36.3' }, ...owned })],
    }),
  });
  expect(workersCounts(scope)).toEqual({
    desiredReplicas: 5,
    replicas: 5,
    readyReplicas: 3,
    availableReplicas: 2,
    upToDateReplicas: 4,
    versions: [{ version: 'v1.35.0', replicas: 1 }, { version: 'v1.36.3', replicas: 4 }],
  });
});

test('zero is a number, and nothing reported is none', () => {
  expect(workersCounts(aScope({ descendants: descendants({ machineDeployments: [aMachineDeployment({ replicas: 0, status: { replicas: 0 } })] }) }))).toMatchObject({ desiredReplicas: 0, replicas: 0, readyReplicas: undefined });
  expect(workersCounts(aScope())).toMatchObject({ desiredReplicas: undefined, versions: undefined });
  expect(workersCounts(aScope({ descendants: { kind: 'unreadable', error: new Error('x') } }))).toBeUndefined();
});
