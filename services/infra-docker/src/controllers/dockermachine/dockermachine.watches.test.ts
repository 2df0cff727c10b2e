import { DevMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { aMachine } from '../devmachine/devmachine.fixtures.ts';
import { machineInputChanged, machineToInfraMachine } from './dockermachine.watches.ts';

test.each([
  { name: 'its own', ref: {}, want: [{ namespace: 'ns', name: 'm' }] },
  { name: 'of another kind', ref: { kind: 'CloudStackMachine' }, want: [] },
  { name: 'of another group', ref: { apiGroup: 'infrastructure.example.com' }, want: [] },
])('a Machine leads to its DevMachine: $name', ({ ref, want }) => {
  const machine = aMachine();
  expect(machineToInfraMachine(DevMachines)({ ...machine, spec: { ...machine.spec, infrastructureRef: { ...machine.spec.infrastructureRef, ...ref } } })).toEqual(want);
});

const deleted = { ...aMachine(), metadata: { ...aMachine().metadata, deletionTimestamp: '2026-11-21T12:00:00Z' } };
const withNode = { ...aMachine(), status: { nodeRef: { name: 'c-m' } } };
const withoutData = aMachine({}, { bootstrap: {} });
test.each([
  { name: 'it appears', next: withoutData, previous: undefined, want: true },
  { name: 'its bootstrap data come', next: aMachine(), previous: withoutData, want: true },
  { name: 'it is being deleted', next: deleted, previous: aMachine(), want: true },
  { name: 'its Node is found', next: withNode, previous: aMachine(), want: true },
  { name: 'something else changes', next: aMachine({}, { version: 'v1.37.0' }), previous: aMachine(), want: false },
  { name: 'it goes', next: undefined, previous: aMachine(), want: false },
])('a Machine wakes its DevMachine when $name: $want', ({ next, previous, want }) => {
  expect(machineInputChanged(next, previous)).toBe(want);
});

