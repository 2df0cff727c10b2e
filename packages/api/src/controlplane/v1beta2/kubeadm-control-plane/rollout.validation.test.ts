import type { RolloutInput } from './rollout.validation.ts';
import { validateRollout } from './rollout.validation.ts';

const surge = (maxSurge?: number | string, replicas?: number): RolloutInput => ({ rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge } } }, clusterConfiguration: undefined, replicas });
const days = (certificates: number, authorities?: number, certificatesExpiryDays?: number): RolloutInput => ({
  rollout: { before: { certificatesExpiryDays }, strategy: { type: 'RollingUpdate' } },
  clusterConfiguration: { certificateValidityPeriodDays: certificates, caCertificateValidityPeriodDays: authorities },
});
const certificateField = 'spec.kubeadmConfigSpec.clusterConfiguration.certificateValidityPeriodDays';

const cases: readonly { name: string; why: string; input: RolloutInput; want: readonly string[] }[] = [
  { name: 'one above', why: 'the default', input: surge(1, 1), want: [] },
  { name: 'no surge, three replicas', why: 'two remain', input: surge(0, 3), want: [] },
  { name: 'no surge, one replica', why: 'the only Machine would go first', input: surge(0, 1), want: ['spec.rollout.strategy.rollingUpdate'] },
  { name: 'no surge in a template', why: 'replicas are not known yet', input: surge(0), want: [] },
  { name: 'two above', why: 'etcd grows by one member at a time', input: surge(2, 3), want: ['spec.rollout.strategy.rollingUpdate.maxSurge'] },
  { name: 'a number in a text', why: 'it is read as number', input: surge('1', 1), want: [] },
  { name: 'a percentage', why: 'read as 0', input: surge('50%', 1), want: ['spec.rollout.strategy.rollingUpdate'] },
  { name: 'no rollout', why: 'nothing to check', input: { rollout: undefined, clusterConfiguration: { certificateValidityPeriodDays: 9999 } }, want: [] },
  { name: 'certificates of a year', why: 'shorter than ten years', input: days(365), want: [] },
  { name: 'certificates as long as their CA', why: 'they end together', input: days(100, 100), want: [] },
  { name: 'certificates longer than their CA', why: 'they could not be verified', input: days(101, 100), want: [certificateField] },
  { name: 'certificates longer than the default CA', why: 'ten years', input: days(3651), want: [certificateField] },
  { name: 'ten years', why: 'just as long', input: days(3650), want: [] },
  { name: 'renewal before they expire', why: 'as meant', input: days(30, undefined, 29), want: [] },
  { name: 'renewal as early as they are valid', why: 'each new Machine would be replaced at once', input: days(30, undefined, 30), want: ['spec.rollout.before.certificatesExpiryDays'] },
];

test.each(cases)('validateRollout: $name → $want ($why)', ({ input, want }) => {
  expect(validateRollout(input, 'spec').map(({ field }) => field)).toEqual(want);
});
