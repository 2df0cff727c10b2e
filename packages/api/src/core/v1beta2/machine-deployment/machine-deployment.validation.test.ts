import { validateMachineDeployment } from './machine-deployment.validation.ts';
import type { MachineDeployment, MachineDeploymentSpec } from './machine-deployment.schema.ts';

function aMachineDeployment(spec: Partial<MachineDeploymentSpec>, name = 'md'): MachineDeployment {
  const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachineTemplate', name: 'i' };
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineDeployment',
    metadata: { name },
    spec: { clusterName: 'c', selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { clusterName: 'c', bootstrap: { dataSecretName: 's' }, infrastructureRef } }, ...spec },
  };
}

const rolling = (maxSurge: number | string, maxUnavailable: number | string): Partial<MachineDeploymentSpec> => ({ rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } } });
const path = 'spec.rollout.strategy.rollingUpdate';

const cases: readonly { name: string; why: string; next: MachineDeployment; want: readonly string[] }[] = [
  { name: 'numbers', why: 'one of them moves the rollout', next: aMachineDeployment(rolling(1, 0)), want: [] },
  { name: 'percentages', why: 'they scale', next: aMachineDeployment(rolling('25%', '0%')), want: [] },
  { name: 'two zeros', why: 'the rollout could never begin', next: aMachineDeployment(rolling(0, 0)), want: [path] },
  { name: 'a zero and zero percent', why: 'rounding up makes one of it', next: aMachineDeployment(rolling(0, '0%')), want: [] },
  { name: 'texts', why: 'neither number nor percentage', next: aMachineDeployment(rolling('1', 'x%')), want: [`${path}.maxUnavailable`, `${path}.maxSurge`] },
  { name: 'a limit of repairs', why: 'the same form', next: aMachineDeployment({ remediation: { maxInFlight: 'few' } }), want: ['spec.remediation.maxInFlight'] },
  { name: 'a long name', why: 'it becomes a label', next: aMachineDeployment({}, 'a'.repeat(64)), want: ['metadata.name'] },
];

test.each(cases)('validateMachineDeployment: $name → $want ($why)', ({ next, want }) => {
  expect(validateMachineDeployment(next, undefined, { taintPropagation: false, preflightChecks: true }).map(({ field }) => field)).toEqual(want);
});

test('labels that the selector misses are forbidden here, and invalid in a MachineSet', () => {
  const next = aMachineDeployment({ selector: { matchLabels: { c: 'd' } } });
  expect(validateMachineDeployment(next, undefined, { taintPropagation: false, preflightChecks: true })).toMatchObject([{ field: 'spec.template.metadata.labels', type: 'Forbidden', detail: 'must match spec.selector "c=d"' }]);
});
