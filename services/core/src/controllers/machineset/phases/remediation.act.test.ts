import type { Machine } from '@clusterwright/api/core/v1beta2';
import { ApiError } from '@clusterwright/kube-client';
import type { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCondition, aMachine, aMachineDeployment } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { FaultyClient, KubeadmControlPlanes, MachineSets, Machines, aMachineSetOf, aWorld, anObject, counting, dependencies, pass } from '../machineset.fixtures.ts';
import type { Fault } from '../machineset.fixtures.ts';
import { machineSetReconciler } from '../machineset.reconciler.ts';

const key = { namespace: 'ns', name: 'md-old' };
const revision = { 'machinedeployment.clusters.x-k8s.io/revision': '1' };
type OlderConditions = NonNullable<NonNullable<NonNullable<NonNullable<Machine['status']>['deprecated']>['v1beta1']>['conditions']>;

/** A Machine of the MachineSet; its health check says `health`, and wants it remediated where that is False. */
function checked(name: string, health: 'True' | 'False'): Machine {
  const older: OlderConditions = [
    { type: 'HealthCheckSucceeded', status: health, lastTransitionTime: '2026-11-21T11:00:00Z' },
    { type: 'OwnerRemediated', status: 'False', lastTransitionTime: '2026-11-21T11:00:00Z' },
  ];
  const machine = aMachine({ metadata: { name }, status: { conditions: [aCondition('HealthCheckSucceeded', health), aCondition('OwnerRemediated', 'False', { reason: 'WaitingForRemediation' })], deprecated: { v1beta1: { conditions: older } } } });
  return { ...machine, metadata: { ...machine.metadata, labels: { ...machine.metadata.labels, 'machine-template-hash': 'md-old' } } };
}

/** A MachineSet of as many replicas as Machines are given, of the current revision of its MachineDeployment. */
function worldOf(machines: readonly Machine[], maxInFlight?: number, current = revision): FakeClient {
  const remediation = maxInFlight === undefined ? {} : { remediation: { maxInFlight } };
  return aWorld(aMachineDeployment({ metadata: { annotations: current, finalizers: ['cluster.x-k8s.io/machinedeployment'] }, spec: remediation }), aMachineSetOf({ metadata: { annotations: revision }, spec: { replicas: machines.length } }), ...machines);
}

const run = (fake: FakeClient, ctx = fakeContext()) => pass({ client: fake, resource: MachineSets, reconciler: machineSetReconciler(dependencies(fake)), key, ctx });

const stateOf = (fake: FakeClient, name: string) => {
  const machine = fake.objects<Machine>(Machines).find(({ metadata }) => metadata.name === name);
  const told = machine?.status?.conditions?.find(({ type }) => type === 'OwnerRemediated');
  const older = machine?.status?.deprecated?.v1beta1?.conditions?.find(({ type }) => type === 'OwnerRemediated');
  return [machine?.metadata.deletionTimestamp ? 'deleting' : 'there', told?.reason, told?.message, older?.status].filter((part) => part !== undefined && part !== '').join(' | ');
};
const remediating = (fake: FakeClient) => {
  const condition = fake.objects(MachineSets)[0]?.status?.conditions?.find(({ type }) => type === 'Remediating');
  return [condition?.status, condition?.reason, condition?.message].filter(Boolean).join(' ');
};

test('an unhealthy Machine is told, deleted, and replaced once it is gone', async () => {
  const fake = worldOf([checked('a', 'False'), checked('b', 'True')]);
  expect(await run(fake)).toEqual({ kind: 'success' });
  expect(stateOf(fake, 'a')).toBe('deleting | MachineDeleting | Machine is deleting | True');
  expect(remediating(fake)).toBe('True Remediating * Machine a: Machine is deleting');
  expect(fake.objects(Machines)).toHaveLength(2);
  const requests = fake.calls.filter(({ kind, key: name }) => kind === 'Machine' && name === 'ns/a').map(({ verb }) => verb);
  expect(requests.slice(0, 2)).toEqual(['patch', 'delete']);

  fake.remove(Machines, { namespace: 'ns', name: 'a' });
  await run(fake);
  expect(fake.objects(Machines).map(({ metadata }) => metadata.name)).toEqual(['b', 'md-old-x0001']);
  expect(remediating(fake)).toBe('False NotRemediating');
});

test('a Machine that recovered loses what asked for its remediation, in both lists', async () => {
  const fake = worldOf([checked('b', 'True')]);
  await run(fake);
  expect(stateOf(fake, 'b')).toBe('there');
  const before = fake.writes.length;
  await run(fake);
  expect(fake.writes.length).toBe(before);
});

test('more than the limit wait, and are told so', async () => {
  const fake = worldOf([checked('a', 'False'), checked('b', 'False')], 1);
  await run(fake);
  const waiting = 'Waiting because there are already too many remediations in progress (spec.strategy.remediation.maxInFlight is 1)';
  expect([stateOf(fake, 'a'), stateOf(fake, 'b')]).toEqual(['deleting | MachineDeleting | Machine is deleting | True', `there | RemediationDeferred | ${waiting} | False`]);
  expect(remediating(fake)).toBe(`True Remediating * Machine a: Machine is deleting\n* Machine b: ${waiting}`);
  await run(fake);
  expect(stateOf(fake, 'b')).toBe(`there | RemediationDeferred | ${waiting} | False`);
  fake.remove(Machines, { namespace: 'ns', name: 'a' });
  await run(fake);
  expect(stateOf(fake, 'b')).toBe('deleting | MachineDeleting | Machine is deleting | True');
});

test('Machines of an older revision are left to the rollout', async () => {
  const fake = worldOf([checked('a', 'False')], undefined, { 'machinedeployment.clusters.x-k8s.io/revision': '2' });
  await run(fake);
  expect(stateOf(fake, 'a')).toBe("there | CannotBeRemediated | Machine won't be remediated because it is pending removal due to rollout | False");
});

test('failed preflight checks hold remediation back, and say so', async () => {
  const fake = worldOf([checked('a', 'False')]);
  fake.put(anObject(KubeadmControlPlanes, 'cp', { spec: { version: 'v1.36.3' } }));
  expect(await run(fake)).toEqual({ kind: 'success' });
  const message = 'KubeadmControlPlane ns/cp is provisioning ("ControlPlaneIsStable" preflight check failed)';
  expect(stateOf(fake, 'a')).toBe(`there | RemediationDeferred | * ${message} | False`);
  const older = fake.objects<Machine>(Machines)[0]?.status?.deprecated?.v1beta1?.conditions?.find(({ type }) => type === 'OwnerRemediated');
  expect(older).toMatchObject({ reason: 'WaitingForRemediation', severity: 'Warning', message });
  expect(remediating(fake)).toBe(`True Remediating * Machine a:\n  * ${message}`);
});

test('a control plane that cannot be read is told, and tried again', async () => {
  const fake = worldOf([checked('a', 'False')]);
  fake.failNext('get', new ApiError('cannot read', { status: 403, reason: 'Forbidden' }), 'KubeadmControlPlane');
  expect(await run(fake)).toMatchObject({ kind: 'error', error: { message: 'cannot read' } });
  expect(stateOf(fake, 'a')).toBe('there | RemediationDeferred | * cannot read | False');
});

test('a deletion that fails is tried again', async () => {
  const fake = worldOf([checked('a', 'False')], 1);
  fake.failNext('delete', new ApiError('busy', { status: 503, reason: 'ServiceUnavailable' }), 'Machine');
  expect(await run(fake)).toMatchObject({ kind: 'error' });
  expect(stateOf(fake, 'a')).toBe('there | MachineDeleting | Machine is deleting | True');
  await run(fake);
  expect(stateOf(fake, 'a')).toBe('deleting | MachineDeleting | Machine is deleting | True');
});

describe('no fault takes more Machines away at a time than the limit', () => {
  const faults: readonly Fault[] = ['refused', 'lost', 'unanswered', 'killedBefore', 'killedAfter'];

  test.each(faults)('%s, at any write', async (fault) => {
    for (let at = 1; at <= 30; at++) {
      const fake = worldOf([checked('a', 'False'), checked('b', 'False')], 1);
      const faulty = new FaultyClient(fake, at, fault);
      let client = faulty.client;
      for (let round = 0; round < 8; round++) {
        await pass({ client, resource: MachineSets, reconciler: machineSetReconciler(dependencies(client, counting('x'.repeat(round + 1)))), key });
        if (faulty.isDead) client = fake;
        faulty.catchUp();
        const deleting = fake.objects(Machines).filter(({ metadata }) => metadata.deletionTimestamp);
        expect({ at, round, deleting: deleting.length <= 1 }).toEqual({ at, round, deleting: true });
        // It takes a while until a Machine is gone.
        if (round % 2 === 1) for (const { metadata } of deleting) fake.remove(Machines, metadata);
      }
      const names = fake.objects(Machines).map(({ metadata }) => metadata.name);
      expect({ at, count: names.length, sick: names.filter((name) => name === 'a' || name === 'b') }).toEqual({ at, count: 2, sick: [] });
      if (!faulty.happened) return;
    }
    throw new Error('the fault never came late enough: more writes than expected');
  });
});
