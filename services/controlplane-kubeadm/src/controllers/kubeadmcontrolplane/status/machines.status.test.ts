import { aCondition, aMember, aScope, now } from '../kubeadmcontrolplane.fixtures.ts';
import { machinesReadyDraft, machinesUpToDateDraft, remediatingDraft, rollingOutDraft } from './machines.status.ts';

const saying = (name: string, ...conditions: ReturnType<typeof aCondition>[]) => aMember(name, { conditions });
const text = ({ status, reason, message }: { status: string; reason: string; message?: string | undefined }) => [status, reason, message].filter(Boolean).join(' ');

test('RollingOut lists each reason once, versions first', () => {
  const outdated = (message: string) => aCondition('UpToDate', 'False', { message });
  const machines = [saying('a', outdated('* B\n* Version v1, v2 required')), saying('b', outdated('* A\n* B')), saying('c', aCondition('UpToDate'))];
  expect(text(rollingOutDraft(aScope({ machines })))).toBe('True RollingOut Rolling out 2 not up-to-date replicas\n* Version v1, v2 required\n* A\n* B');
  expect(text(rollingOutDraft(aScope({ machines: machines.slice(2) })))).toBe('False NotRollingOut');
});

test('MachinesReady repeats what Machines say of themselves', () => {
  expect(text(machinesReadyDraft(aScope()))).toBe('True NoReplicas');
  expect(text(machinesReadyDraft(aScope({ machines: [saying('a', aCondition('Ready'))] })))).toBe('True Ready');
  expect(text(machinesReadyDraft(aScope({ machines: [saying('a', aCondition('Ready')), saying('b', aCondition('Ready', 'False', { message: 'no' }))] })))).toBe('False NotReady * Machine b: no');
  expect(text(machinesReadyDraft(aScope({ machines: [saying('a')] })))).toBe('Unknown ReadyUnknown * Machine a: Condition Ready not yet reported');
});

test('MachinesUpToDate gives a new Machine time to say so', () => {
  const young = aMember('a', { conditions: [], metadata: { creationTimestamp: now.toISOString() } });
  expect(text(machinesUpToDateDraft(aScope({ machines: [young] })))).toBe('True NoReplicas');
  expect(text(machinesUpToDateDraft(aScope({ machines: [saying('a')] })))).toBe('Unknown UpToDateUnknown * Machine a: Condition UpToDate not yet reported');
  expect(text(machinesUpToDateDraft(aScope({ machines: [saying('a', aCondition('UpToDate'))] })))).toBe('True UpToDate');
});

test('Remediating is about Machines that wait for us; others are only named', () => {
  const unhealthy = aCondition('HealthCheckSucceeded', 'False');
  expect(text(remediatingDraft(aScope({ machines: [saying('a')] })))).toBe('False NotRemediating');
  expect(text(remediatingDraft(aScope({ machines: [saying('b', unhealthy), saying('a', unhealthy)] })))).toBe('False NotRemediating Machines a, b are not healthy (not to be remediated by KubeadmControlPlane)');
  const waiting = saying('a', unhealthy, aCondition('OwnerRemediated', 'False', { message: 'Waiting' }));
  expect(text(remediatingDraft(aScope({ machines: [waiting] })))).toBe('True Remediating * Machine a: Waiting');
});
