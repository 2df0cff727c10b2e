import type { OwnerReference, UnstructuredObject } from '@clusterwright/api';
import { aMachine, aMachineSet } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { findOrphans } from './orphans.plan.ts';

const byMachineSet: OwnerReference = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', name: 'md-old', uid: 'uid-md-old' };
const infraMachine = (name: string, { owners = [byMachineSet], kind = 'DevMachine', deletionTimestamp = '' } = {}): UnstructuredObject => ({
  apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
  kind,
  metadata: { name, ownerReferences: owners, ...(deletionTimestamp ? { deletionTimestamp } : {}) },
});

describe('findOrphans', () => {
  const cases = [
    { name: 'no Machine of that name', why: 'left over from a create that failed', object: infraMachine('x'), want: ['x'] },
    { name: 'referred to by a Machine', why: 'its Machine will take it over', object: infraMachine('m'), want: [] },
    { name: 'another kind of the same name', why: 'references name kinds', object: infraMachine('m', { kind: 'OtherMachine' }), want: ['m'] },
    { name: 'bootstrap config of a Machine', why: 'referred to as well', object: infraMachine('m', { kind: 'KubeadmConfig' }), want: [] },
    { name: 'taken over by a Machine', why: 'none of the business of the MachineSet any more', object: infraMachine('x', { owners: [{ ...byMachineSet, kind: 'Machine', uid: 'uid-x' }] }), want: [] },
    { name: 'of another MachineSet', why: 'owners are known by UID', object: infraMachine('x', { owners: [{ ...byMachineSet, uid: 'other' }] }), want: [] },
    { name: 'deleting', why: 'already on its way', object: infraMachine('x', { deletionTimestamp: '2026-11-21T11:00:00Z' }), want: [] },
    { name: 'in doubt', why: 'its Machine may exist without being known', object: infraMachine('pending'), want: [] },
  ];
  test.each(cases)('$name → $want ($why)', ({ object, want }) => {
    const orphans = findOrphans({ machineSet: aMachineSet(), machines: [aMachine({ metadata: { name: 'm' } })], objects: [object], pendingNames: ['pending'] });
    expect(orphans.map(({ metadata }) => metadata.name)).toEqual(want);
  });
});
