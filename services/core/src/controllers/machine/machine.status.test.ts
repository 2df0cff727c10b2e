import { aMachine, aRunningMachine, aScope, earlier, now } from './machine.fixtures.ts';
import { MachineDeletionError } from './phases/deletion-error.plan.ts';
import { becomesAvailableInMs, reportMachine } from './machine.status.ts';
import { machinePhase } from './status/phase.status.ts';
import { updating } from './status/up-to-date.status.ts';

const options = { remoteConditionsGracePeriodMs: 300_000, now };
const quiet = { deleting: false, outcomes: [], errors: [] };
const deletingMetadata = { ...aMachine().metadata, deletionTimestamp: earlier };

test('a running worker says what upstream recorded of it', () => {
  const report = reportMachine(aScope(), quiet, options);
  expect(report.conditions?.map(({ type, status, reason, message }) => `${type} ${status} ${reason} ${message ?? ''}`.trim()).sort()).toEqual([
    'Available True Available',
    'BootstrapConfigReady True Ready',
    'Deleting False NotDeleting',
    'InfrastructureReady True Ready',
    'NodeHealthy True NodeHealthy',
    'NodeReady True NodeReady',
    'Ready True Ready',
    'Updating False NotUpdating',
  ]);
  expect(report.spec).toEqual({ bootstrap: { dataSecretName: 'm' }, providerID: 'in-memory://m' });
  expect(report.status).toMatchObject({ phase: 'Running', nodeRef: { name: 'n' }, initialization: { bootstrapDataSecretCreated: true, infrastructureProvisioned: true } });
  expect(report.status).not.toHaveProperty('lastUpdated');
});

test('a change of phase is dated', () => {
  const machine = aRunningMachine({ status: { ...aRunningMachine().status, phase: 'Provisioned' } });
  expect(reportMachine(aScope({ machine }), quiet, options).status).toMatchObject({ phase: 'Running', lastUpdated: '2026-11-21T12:00:00Z' });
});

test('a deletion step that failed still says where the deletion is, and since when', () => {
  const scope = aScope({ machine: aRunningMachine({ metadata: deletingMetadata }) });
  const machine = { ...scope.machine, status: { ...scope.machine.status, deletion: { nodeDrainStartTime: earlier } } };
  const error = new MachineDeletionError('boom', { machine, progress: { reason: 'DrainingNode', message: 'Error draining Node, please check controller logs for errors', v1beta1: [] }, cause: undefined });
  const report = reportMachine(scope, { deleting: true, outcomes: [], errors: [error] }, options);
  expect(report.conditions?.find(({ type }) => type === 'Deleting')).toMatchObject({ status: 'True', reason: 'DrainingNode', message: 'Error draining Node, please check controller logs for errors' });
  expect(report.status).toMatchObject({ phase: 'Deleting', deletion: { nodeDrainStartTime: earlier } });
});

const phases = [
  { name: 'new', machine: aMachine(), want: 'Pending' },
  { name: 'with bootstrap data', machine: aMachine({ status: { initialization: { bootstrapDataSecretCreated: true } } }), want: 'Provisioning' },
  { name: 'with an instance', machine: aMachine({ spec: { providerID: 'x' }, status: { initialization: { bootstrapDataSecretCreated: true, infrastructureProvisioned: true } } }), want: 'Provisioned' },
  { name: 'with a Node', machine: aRunningMachine(), want: 'Running' },
  { name: 'updated in place', machine: aRunningMachine({ metadata: { ...aMachine().metadata, annotations: { 'in-place-updates.internal.cluster.x-k8s.io/update-in-progress': '' } } }), want: 'Updating' },
  { name: 'being deleted', machine: aRunningMachine({ metadata: deletingMetadata }), want: 'Deleting' },
  { name: 'with user-provided data and nothing else', machine: aMachine({ status: { phase: 'Pending' } }), want: 'Pending' },
];

test.each(phases)('the phase of a Machine $name is $want', ({ machine, want }) => {
  expect(machinePhase(machine, updating({ machine }))).toBe(want);
});

test('only a Machine that is ready and not available yet has something to wait for', () => {
  expect(becomesAvailableInMs(aScope({ machine: aRunningMachine({ spec: { ...aRunningMachine().spec, minReadySeconds: 30 } }) }), options)).toBe(30_000);
  expect(becomesAvailableInMs(aScope(), options)).toBeUndefined();
  expect(becomesAvailableInMs(aScope({ machine: aRunningMachine({ spec: { ...aRunningMachine().spec, minReadySeconds: 30 } }), node: { kind: 'notFound' } }), options)).toBeUndefined();
});
