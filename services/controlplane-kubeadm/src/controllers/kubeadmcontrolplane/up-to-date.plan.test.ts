import { aControlPlane, aKubeadmConfig, aMachine, anInfraMachine, now } from './kubeadmcontrolplane.fixtures.ts';
import { upToDateResult, type UpToDateInput } from './up-to-date.plan.ts';

const input = (over: Partial<UpToDateInput> = {}): UpToDateInput => ({ controlPlane: aControlPlane(), machine: aMachine('m'), kubeadmConfig: aKubeadmConfig('m'), infraMachine: anInfraMachine('m'), now, ...over });
const rollout = (value: object) => aControlPlane({ spec: { rollout: value } });
const expiring = aMachine('m', { status: { certificatesExpiryDate: '2026-12-01T00:00:00Z' } });
const clonedFrom = (name: string) => anInfraMachine('m', { annotations: { 'cluster.x-k8s.io/cloned-from-name': name, 'cluster.x-k8s.io/cloned-from-groupkind': 'DevMachineTemplate.infrastructure.cluster.x-k8s.io' } });

const upToDate = [
  { name: 'all the same', why: 'nothing to do', given: input() },
  { name: 'no KubeadmConfig found', why: 'a cache that lags must not roll out machines', given: input({ kubeadmConfig: undefined }) },
  { name: 'no InfraMachine found', why: 'the same', given: input({ infraMachine: undefined }) },
  { name: 'an adopted InfraMachine', why: 'nobody knows what it was cloned from', given: input({ infraMachine: anInfraMachine('m', { annotations: {} }) }) },
  { name: 'rollout.after in the future', why: 'not yet', given: input({ controlPlane: rollout({ after: '2026-11-22T00:00:00Z' }) }) },
  { name: 'a Machine younger than rollout.after', why: 'it is the result of that rollout', given: input({ controlPlane: rollout({ after: '2026-11-21T09:00:00Z' }) }) },
  { name: 'certificates that last', why: 'ten days are left, seven asked for', given: input({ controlPlane: rollout({ before: { certificatesExpiryDays: 7 } }), machine: expiring }) },
  { name: 'certificates nobody has looked at', why: 'unknown is no reason', given: input({ controlPlane: rollout({ before: { certificatesExpiryDays: 7 } }) }) },
];
test.each(upToDate)('up to date: $name ($why)', ({ given }) => {
  expect(upToDateResult(given)).toEqual({ isUpToDate: true, logMessages: [], conditionMessages: [], eligibleForInPlaceUpdate: false });
});

const outdated = [
  { name: 'version', why: 'upgrade', given: input({ controlPlane: aControlPlane({ spec: { version: 'v1.37.0' } }) }), messages: ['Version v1.36.3, v1.37.0 required'], inPlace: true },
  { name: 'template', why: 'other machines are wanted', given: input({ infraMachine: clonedFrom('other') }), messages: ['DevMachine is not up-to-date'], inPlace: true },
  { name: 'kubeadm configuration', why: 'settings changed', given: input({ kubeadmConfig: aKubeadmConfig('m', { verbosity: 4 }) }), messages: ['KubeadmConfig is not up-to-date'], inPlace: true },
  { name: 'rollout.after', why: 'somebody asked for new machines', given: input({ controlPlane: rollout({ after: '2026-11-21T11:00:00Z' }) }), messages: ['KubeadmControlPlane spec.rolloutAfter expired'], inPlace: false },
  { name: 'certificates', why: 'only a new machine has new ones', given: input({ controlPlane: rollout({ before: { certificatesExpiryDays: 30 } }), machine: expiring }), messages: ['Certificates will expire soon'], inPlace: false },
  {
    name: 'several things',
    why: 'all are told, certificates first',
    given: input({ controlPlane: aControlPlane({ spec: { version: 'v1.37.0', rollout: { before: { certificatesExpiryDays: 30 } } } }), machine: expiring, infraMachine: clonedFrom('other') }),
    messages: ['Certificates will expire soon', 'Version v1.36.3, v1.37.0 required', 'DevMachine is not up-to-date'],
    inPlace: false,
  },
  { name: 'a Machine to be deleted', why: 'there is no sense in updating it', given: input({ controlPlane: aControlPlane({ spec: { version: 'v1.37.0' } }), machine: aMachine('m', { metadata: { annotations: { 'cluster.x-k8s.io/delete-machine': '' } } }) }), messages: ['Version v1.36.3, v1.37.0 required'], inPlace: false },
];
test.each(outdated)('outdated: $name ($why)', ({ given, messages, inPlace }) => {
  expect(upToDateResult(given)).toMatchObject({ isUpToDate: false, conditionMessages: messages, eligibleForInPlaceUpdate: inPlace });
});

test('the log names both templates', () => {
  expect(upToDateResult(input({ infraMachine: clonedFrom('other') })).logMessages).toEqual([
    'Infrastructure template on KCP rotated from DevMachineTemplate.infrastructure.cluster.x-k8s.io other to DevMachineTemplate.infrastructure.cluster.x-k8s.io t',
  ]);
});
