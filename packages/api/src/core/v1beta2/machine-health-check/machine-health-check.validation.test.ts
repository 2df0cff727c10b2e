import type { MachineHealthCheck, MachineHealthCheckSpec } from './machine-health-check.schema.ts';
import { validateMachineHealthCheck } from './machine-health-check.validation.ts';

const aCheck = (spec: Partial<MachineHealthCheckSpec> = {}): MachineHealthCheck => ({
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'MachineHealthCheck',
  metadata: { name: 'mhc' },
  spec: { clusterName: 'c', selector: { matchLabels: { app: 'x' } }, ...spec },
});
const triggerIf = (unhealthyLessThanOrEqualTo: number | string): Partial<MachineHealthCheckSpec> => ({ remediation: { triggerIf: { unhealthyLessThanOrEqualTo } } });

const cases: readonly { name: string; why: string; spec: Partial<MachineHealthCheckSpec>; previous?: Partial<MachineHealthCheckSpec>; want: readonly string[] }[] = [
  { name: 'a selector', why: 'all that is needed', spec: {}, want: [] },
  { name: 'an empty selector', why: 'it would mean every Machine', spec: { selector: {} }, want: ['spec.selector Required'] },
  { name: 'an unusable selector', why: 'it could never match', spec: { selector: { matchLabels: { app: 'Bad Value!' } } }, want: ['spec.selector Invalid'] },
  { name: 'an expression', why: 'a selector as good as labels', spec: { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }, want: [] },
  { name: 'the own cluster selected', why: 'says it twice', spec: { selector: { matchLabels: { 'cluster.x-k8s.io/cluster-name': 'c' } } }, want: [] },
  { name: 'another cluster selected', why: 'no Machine could match', spec: { selector: { matchLabels: { 'cluster.x-k8s.io/cluster-name': 'd' } } }, want: ['spec.selector Invalid'] },
  { name: 'another cluster than before', why: 'immutable', spec: {}, previous: { clusterName: 'd' }, want: ['spec.clusterName Forbidden'] },
  { name: 'the same cluster as before', why: 'nothing changed', spec: {}, previous: {}, want: [] },
  { name: 'no limit for startup', why: '0 turns the check off', spec: { checks: { nodeStartupTimeoutSeconds: 0 } }, want: [] },
  { name: '29 s for startup', why: 'no Machine is that fast', spec: { checks: { nodeStartupTimeoutSeconds: 29 } }, want: ['spec.checks.nodeStartupTimeoutSeconds Invalid'] },
  { name: '30 s for startup', why: 'the least', spec: { checks: { nodeStartupTimeoutSeconds: 30 } }, want: [] },
  { name: '40%', why: 'a percentage', spec: triggerIf('40%'), want: [] },
  { name: '0', why: 'never remediate', spec: triggerIf(0), want: [] },
  { name: 'a number in quotes', why: 'neither number nor percentage', spec: triggerIf('4'), want: ['spec.remediation.triggerIf.unhealthyLessThanOrEqualTo Invalid'] },
];
test.each(cases)('$name → $want ($why)', ({ spec, previous, want }) => {
  expect(validateMachineHealthCheck(aCheck(spec), previous && aCheck(previous)).map(({ field, type }) => `${field} ${type}`)).toEqual(want);
});
