import type { MachineSpec } from '@clusterwright/api/core/v1beta2';
import { aMachine, aMachineSet, aTemplate } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { deletingMachinePatch } from './propagation.plan.ts';

const patch = (template: Partial<MachineSpec>, machine: Partial<MachineSpec>) => deletingMachinePatch(aMachineSet({ spec: { template: aTemplate(template) } }), aMachine({ spec: machine }));
const taint = { key: 'k', effect: 'NoSchedule', propagation: 'Always' } as const;

describe('deletingMachinePatch', () => {
  const cases = [
    { name: 'nothing said', why: 'admission gave the Machine its default', got: patch({}, { deletion: { nodeDeletionTimeoutSeconds: 10 } }), want: undefined },
    { name: 'default not there', why: 'no admission', got: patch({}, {}), want: { spec: { deletion: { nodeDeletionTimeoutSeconds: 10 } } } },
    { name: 'equal', why: 'key order does not matter', got: patch({ taints: [taint], deletion: { nodeDrainTimeoutSeconds: 5, nodeDeletionTimeoutSeconds: 1 } }, { taints: [{ propagation: 'Always', effect: 'NoSchedule', key: 'k' }], deletion: { nodeDeletionTimeoutSeconds: 1, nodeDrainTimeoutSeconds: 5 } }), want: undefined },
    {
      name: 'changed',
      why: 'what matters for the end of a Machine',
      got: patch({ minReadySeconds: 3, readinessGates: [{ conditionType: 'G' }], deletion: { nodeDrainTimeoutSeconds: 5, nodeVolumeDetachTimeoutSeconds: 6, nodeDeletionTimeoutSeconds: 7 } }, { deletion: { nodeDeletionTimeoutSeconds: 10 } }),
      want: { spec: { minReadySeconds: 3, readinessGates: [{ conditionType: 'G' }], deletion: { nodeDrainTimeoutSeconds: 5, nodeVolumeDetachTimeoutSeconds: 6, nodeDeletionTimeoutSeconds: 7 } } },
    },
    { name: 'removed', why: 'null removes', got: patch({}, { minReadySeconds: 3, deletion: { nodeDrainTimeoutSeconds: 5, nodeDeletionTimeoutSeconds: 10 } }), want: { spec: { minReadySeconds: null, deletion: { nodeDrainTimeoutSeconds: null } } } },
    { name: 'version', why: 'not propagated in place', got: patch({ version: 'v9' }, { deletion: { nodeDeletionTimeoutSeconds: 10 } }), want: undefined },
  ];
  test.each(cases)('$name ($why)', ({ got, want }) => {
    expect(got).toEqual(want);
  });
});
