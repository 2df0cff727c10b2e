import { aMachineDeployment, aMachineSet, aTemplate, bootstrapRef, infrastructureRef } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { unusedTemplates } from './templates-in-use.plan.ts';

const deletionTimestamp = '2026-11-21T12:00:00Z';
const other = aTemplate({ bootstrap: {}, infrastructureRef: { ...infrastructureRef, name: 'other' } });
const leavingSet = aMachineSet({ metadata: { name: 'md-gone', deletionTimestamp } });
const leavingDeployment = aMachineDeployment({ metadata: { deletionTimestamp } });

describe('unusedTemplates', () => {
  const cases = [
    { name: 'last user', why: 'nothing else is there', input: { leaving: leavingSet, machineDeployment: undefined, machineSets: [leavingSet] }, want: [bootstrapRef, infrastructureRef] },
    { name: 'MachineDeployment uses them', why: 'they are its current ones', input: { leaving: leavingSet, machineDeployment: aMachineDeployment(), machineSets: [leavingSet] }, want: [] },
    { name: 'another MachineSet uses one', why: 'only the other is free', input: { leaving: leavingSet, machineDeployment: aMachineDeployment({ spec: { template: other } }), machineSets: [leavingSet, aMachineSet({ spec: { template: aTemplate({ bootstrap: {} }) } })] }, want: [bootstrapRef] },
    { name: 'all are leaving', why: 'who leaves uses nothing', input: { leaving: leavingDeployment, machineDeployment: leavingDeployment, machineSets: [leavingSet] }, want: [bootstrapRef, infrastructureRef] },
    { name: 'MachineDeployment leaves, a MachineSet stays', why: 'it still makes Machines', input: { leaving: leavingDeployment, machineDeployment: leavingDeployment, machineSets: [aMachineSet()] }, want: [] },
    { name: 'no bootstrap template', why: 'none to delete', input: { leaving: aMachineSet({ spec: { template: other } }), machineDeployment: undefined, machineSets: [] }, want: [other.spec.infrastructureRef] },
  ];
  test.each(cases)('$name ($why)', ({ input, want }) => {
    expect(unusedTemplates(input)).toEqual(want);
  });
});
