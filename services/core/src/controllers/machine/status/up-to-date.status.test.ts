import { aMachine, aMachineDeployment, aMachineSet, aRunningMachine, now } from '../machine.fixtures.ts';
import { updating, upToDate } from './up-to-date.status.ts';

const withVersion = (version: string) => {
  const { template } = aMachineDeployment().spec;
  return aMachineDeployment({ spec: { template: { ...template, spec: { ...template.spec, version } } } });
};
const after = (time: string) => aMachineDeployment({ spec: { rollout: { after: time } } });
const inPlace = aMachine({ metadata: { ...aMachine().metadata, annotations: { 'in-place-updates.internal.cluster.x-k8s.io/update-in-progress': '' } } });
const running = (kubeletVersion: string) => aRunningMachine({ status: { ...aRunningMachine().status, nodeInfo: { kubeletVersion } as never } });

const cases = [
  { name: 'templates agree', machine: aMachine(), machineDeployment: aMachineDeployment(), want: { status: 'True', reason: 'UpToDate', message: '' } },
  { name: 'another version is wanted', machine: aMachine(), machineDeployment: withVersion('v1.37.0'), want: { status: 'False', reason: 'NotUpToDate', message: '* Version v1.36.3, v1.37.0 required' } },
  { name: 'a rollout was asked for', machine: aMachine(), machineDeployment: after('2026-11-21T11:30:00Z'), want: { status: 'False', reason: 'NotUpToDate', message: '* MachineDeployment spec.rolloutAfter expired' } },
  { name: 'a rollout is due later', machine: aMachine(), machineDeployment: after('2026-11-21T12:30:00Z'), want: { status: 'True', reason: 'UpToDate' } },
  { name: 'a rollout was asked for before the MachineSet was made', machine: aMachine(), machineDeployment: after('2026-11-21T10:30:00Z'), want: { status: 'True', reason: 'UpToDate' } },
  { name: 'it is updated in place', machine: inPlace, machineDeployment: aMachineDeployment(), want: { status: 'False', reason: 'Updating', message: '* In-place update in progress' } },
  { name: 'the kubelet is older', machine: running('v1.35.0'), machineDeployment: aMachineDeployment(), want: { status: 'False', reason: 'Updating', message: '* Node.status.nodeInfo.kubeletVersion v1.35.0, v1.36.3 required' } },
  { name: 'the kubelet is there', machine: running('v1.36.3'), machineDeployment: aMachineDeployment(), want: { status: 'True', reason: 'UpToDate' } },
];

test.each(cases)('UpToDate when $name → $want.status $want.reason', ({ machine, machineDeployment, want }) => {
  expect(upToDate({ machine, machineSet: aMachineSet(), machineDeployment }, now)).toMatchObject({ type: 'UpToDate', ...want });
});

test('Machines of nobody, or of a MachineSet alone, are judged by others', () => {
  expect(upToDate({ machine: aMachine(), machineSet: undefined, machineDeployment: undefined }, now)).toBeUndefined();
  expect(upToDate({ machine: aMachine(), machineSet: aMachineSet(), machineDeployment: undefined }, now)).toBeUndefined();
});

test('an in-place update that is about to end still counts', () => {
  const machine = aMachine({ metadata: { ...aMachine().metadata, annotations: { 'runtime.cluster.x-k8s.io/pending-hooks': 'Other,UpdateMachine' } } });
  expect(updating({ machine })).toMatchObject({ status: 'True', reason: 'InPlaceUpdating', message: 'In-place update in progress' });
  expect(updating({ machine: aMachine() })).toMatchObject({ status: 'False', reason: 'NotUpdating' });
});
