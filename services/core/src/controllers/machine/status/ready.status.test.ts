import { aMachine, aRunningMachine, condition, earlier, now } from '../machine.fixtures.ts';
import { available, availableInMs } from './available.status.ts';
import { deletingForSummary } from './deleting.status.ts';
import { joinControlPlaneMessages, ready } from './ready.status.ts';

const well = [condition('Deleting', 'False', 'NotDeleting'), condition('Updating', 'False', 'NotUpdating'), condition('BootstrapConfigReady', 'True', 'Ready'), condition('InfrastructureReady', 'True', 'Ready'), condition('NodeHealthy', 'True')];
const but = (...changes: ReturnType<typeof condition>[]) => [...changes, ...well.filter(({ type }) => !changes.some((change) => change.type === type))];
const deletingMetadata = (deletionTimestamp: string) => ({ metadata: { ...aMachine().metadata, deletionTimestamp } });

const cases = [
  { name: 'all is well', machine: aMachine(), drafts: well, stored: [], want: { status: 'True', reason: 'Ready', message: '' } },
  { name: 'the Node is not well', machine: aMachine(), drafts: but(condition('NodeHealthy', 'False', 'NodeNotHealthy', { message: '* Node.Ready: no network' })), stored: [], want: { status: 'False', reason: 'NotReady', message: '* NodeHealthy:\n  * Node.Ready: no network' } },
  { name: 'the Node is unknown', machine: aMachine(), drafts: but(condition('NodeHealthy', 'Unknown', 'InspectionFailed', { message: 'Waiting' })), stored: [], want: { status: 'Unknown', reason: 'ReadyUnknown', message: '* NodeHealthy: Waiting' } },
  { name: 'the health check failed', machine: aMachine(), drafts: well, stored: [condition('HealthCheckSucceeded', 'False', 'UnhealthyNode', { message: 'unhealthy' })], want: { status: 'False', reason: 'NotReady', message: '* HealthCheckSucceeded: unhealthy' } },
  { name: 'a readiness gate is not reported', machine: aMachine({ spec: { readinessGates: [{ conditionType: 'Gate' }] } }), drafts: well, stored: [], want: { status: 'Unknown', reason: 'ReadyUnknown', message: '* Gate: Condition not yet reported' } },
  { name: 'a negative gate is False', machine: aMachine({ spec: { readinessGates: [{ conditionType: 'Gate', polarity: 'Negative' }] } }), drafts: well, stored: [condition('Gate', 'False')], want: { status: 'True', reason: 'Ready' } },
  { name: 'it is updated in place', machine: aMachine(), drafts: but(condition('Updating', 'True', 'InPlaceUpdating', { message: 'In-place update in progress' })), stored: [], want: { status: 'False', reason: 'NotReady', message: '* Updating: In-place update in progress' } },
  {
    name: 'it is being deleted and its parts are gone',
    machine: aRunningMachine(deletingMetadata('2026-11-21T11:59:00Z')),
    drafts: but(condition('Deleting', 'True', 'WaitingForInfrastructureDeletion', { message: 'Waiting for DevMachine to be deleted' }), condition('NodeHealthy', 'False', 'NodeDeleted', { message: 'Node n has been deleted' })),
    stored: [],
    want: { status: 'False', reason: 'NotReady', message: '* Deleting: Machine deletion in progress, stage: WaitingForInfrastructureDeletion' },
  },
] as const;

test.each(cases)('Ready when $name → $want.status', ({ machine, drafts, stored, want }) => {
  expect(ready(machine, drafts, stored, now)).toMatchObject({ type: 'Ready', ...want });
});

const drainMessage = "Drain not completed yet (started at x):\n* Pod a: deletionTimestamp set, but still not removed from the Node\n* Pod b: cannot evict pod as it would violate the pod's disruption budget. x\n* Pod c: failed to evict Pod, y\n* Pod d: waiting for completion";
const deletingCases = [
  { name: 'new', deletionTimestamp: '2026-11-21T11:59:00Z', reason: 'DrainingNode', nodeDrainStartTime: earlier, want: 'Machine deletion in progress, stage: DrainingNode' },
  { name: 'old', deletionTimestamp: earlier, reason: 'WaitingForPreTerminateHook', nodeDrainStartTime: earlier, want: 'Machine deletion in progress since more than 15m, stage: WaitingForPreTerminateHook' },
  { name: 'old, draining for long', deletionTimestamp: earlier, reason: 'DrainingNode', nodeDrainStartTime: earlier, want: 'Machine deletion in progress since more than 15m, stage: DrainingNode, delay likely due to PodDisruptionBudgets, Pods not terminating, Pod eviction errors, Pods not completed yet' },
  { name: 'old, draining since now', deletionTimestamp: earlier, reason: 'DrainingNode', nodeDrainStartTime: '2026-11-21T11:58:00Z', want: 'Machine deletion in progress since more than 15m, stage: DrainingNode' },
];

test.each(deletingCases)('a deletion that is $name is summed up without details', ({ deletionTimestamp, reason, nodeDrainStartTime, want }) => {
  const machine = aRunningMachine({ ...deletingMetadata(deletionTimestamp), status: { deletion: { nodeDrainStartTime } } });
  expect(deletingForSummary(machine, [condition('Deleting', 'True', reason, { message: drainMessage })], now).message).toBe(want);
});

const joinCases = [
  { name: 'the same of all components', messages: ['* NodeHealthy: x', '* APIServerPodHealthy: down', '* ControllerManagerPodHealthy: down', '* EtcdPodHealthy: down', '* EtcdMemberHealthy: down'], want: ['* NodeHealthy: x', '* Control plane components: down', '* EtcdMemberHealthy: down'] },
  { name: 'different things', messages: ['* APIServerPodHealthy: down', '* SchedulerPodHealthy: slow'], want: ['* APIServerPodHealthy: down', '* SchedulerPodHealthy: slow'] },
  { name: 'one component only', messages: ['* APIServerPodHealthy: down'], want: ['* APIServerPodHealthy: down'] },
  { name: 'no components', messages: ['* NodeHealthy: x'], want: ['* NodeHealthy: x'] },
];

test.each(joinCases)('messages that tell $name', ({ messages, want }) => {
  expect(joinControlPlaneMessages(messages)).toEqual(want);
});

const readyNow = condition('Ready', 'True', 'Ready');
const availableCases = [
  { name: 'not ready', minReadySeconds: 0, ready: condition('Ready', 'False', 'NotReady'), stored: [], want: { status: 'False', reason: 'NotReady' } },
  { name: 'ready, no minimum', minReadySeconds: 0, ready: readyNow, stored: [], want: { status: 'True', reason: 'Available' } },
  { name: 'ready since now', minReadySeconds: 10, ready: readyNow, stored: [condition('Ready', 'False', 'NotReady')], want: { status: 'False', reason: 'WaitingForMinReadySeconds' } },
  { name: 'ready long enough', minReadySeconds: 3600, ready: readyNow, stored: [readyNow], want: { status: 'True', reason: 'Available' } },
  { name: 'ready not long enough', minReadySeconds: 3601, ready: readyNow, stored: [readyNow], want: { status: 'False', reason: 'WaitingForMinReadySeconds' } },
];

test.each(availableCases)('Available when $name → $want.reason', ({ minReadySeconds, ready: summary, stored, want }) => {
  expect(available(aMachine({ spec: { minReadySeconds } }), summary, stored, now)).toMatchObject({ type: 'Available', ...want });
});

test('the time until available counts from when Ready last flipped', () => {
  expect(availableInMs(aMachine({ spec: { minReadySeconds: 3610 } }), readyNow, [readyNow], now)).toBe(10_000);
});
