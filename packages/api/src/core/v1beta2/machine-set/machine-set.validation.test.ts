import { validateMachineSet } from './machine-set.validation.ts';
import type { MachineSet } from './machine-set.schema.ts';

test('labels that the selector misses are an invalid value', () => {
  const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachineTemplate', name: 'i' };
  const machineSet: MachineSet = {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineSet',
    metadata: { name: 'ms' },
    spec: { clusterName: 'c', selector: { matchLabels: { c: 'd' } }, template: { metadata: { labels: { a: 'b' } }, spec: { clusterName: 'c', bootstrap: { dataSecretName: 's' }, infrastructureRef } } },
  };
  expect(validateMachineSet(machineSet, undefined, { taintPropagation: false, preflightChecks: true })).toEqual([
    { field: 'spec.template.metadata.labels', type: 'Invalid', value: { a: 'b' }, detail: 'must match spec.selector "c=d"' },
  ]);
});
