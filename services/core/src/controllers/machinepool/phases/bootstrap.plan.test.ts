import type { MachinePool } from '@clusterwright/api/core/v1beta2';
import { KubeadmConfigs, aMachinePool, found, readyConfig, withTemplate } from '../machinepool.fixtures.ts';
import { planBootstrap, type BootstrapPlan } from './bootstrap.plan.ts';

const bootstrapOf = (plan: BootstrapPlan): unknown => ('learned' in plan ? [plan.learned.spec.template.spec.bootstrap.dataSecretName, plan.learned.status?.initialization?.bootstrapDataSecretCreated] : undefined);
const configRef = { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfig', name: 'p' };
const withBootstrap = (bootstrap: MachinePool['spec']['template']['spec']['bootstrap']): MachinePool => aMachinePool({ spec: { template: withTemplate(aMachinePool(), { bootstrap }) } });
const ready = found(KubeadmConfigs, readyConfig);
const deleting = { metadata: { deletionTimestamp: '2026-11-21T11:00:00Z' } };

test.each([
  { name: 'a config with data', why: 'the Secret is known', machinePool: aMachinePool(), bootstrapConfig: ready, want: ['learn', ['data', true]] },
  { name: 'a config with new data', why: 'instances to come join with a new token', machinePool: withBootstrap({ configRef, dataSecretName: 'old' }), bootstrapConfig: ready, want: ['learn', ['data', true]] },
  { name: 'a config of the older contract', why: 'it is ready, too', machinePool: aMachinePool(), bootstrapConfig: found(KubeadmConfigs, { status: { ready: true, dataSecretName: 'data' } }, 'v1beta1'), want: ['learn', ['data', true]] },
  { name: 'a config without data', why: 'its provider is at work', machinePool: aMachinePool(), bootstrapConfig: found(KubeadmConfigs), want: ['waitForDataSecret', [undefined, false]] },
  { name: 'a config without data any more', why: 'the old data serve until there are new ones', machinePool: withBootstrap({ configRef, dataSecretName: 'old' }), bootstrapConfig: found(KubeadmConfigs), want: ['waitForDataSecret', ['old', false]] },
  { name: 'a config that goes', why: 'nothing of it is news', machinePool: aMachinePool(), bootstrapConfig: found(KubeadmConfigs, { ...readyConfig, ...deleting }), want: ['learn', [undefined, undefined]] },
  { name: 'no config yet', why: 'a watch tells when it comes', machinePool: aMachinePool(), bootstrapConfig: { kind: 'notFound' }, want: ['waitForConfig', undefined] },
  { name: 'data of the user', why: 'nobody makes them', machinePool: withBootstrap({ dataSecretName: 'mine' }), bootstrapConfig: { kind: 'unset' }, want: ['learn', ['mine', true]] },
] as const)('planBootstrap: $name → $want ($why)', ({ machinePool, bootstrapConfig, want }) => {
  const plan = planBootstrap({ machinePool, bootstrapConfig });
  expect([plan.step, bootstrapOf(plan)]).toEqual(want);
});

test.each([
  { name: 'data created without a name', code: 'Contract', machinePool: aMachinePool(), bootstrapConfig: found(KubeadmConfigs, { status: { initialization: { dataSecretCreated: true } } }) },
  { name: 'neither config nor data', code: 'Terminal', machinePool: withBootstrap({}), bootstrapConfig: { kind: 'unset' } },
] as const)('planBootstrap: $name is an error of kind $code', ({ machinePool, bootstrapConfig, code }) => {
  expect(() => planBootstrap({ machinePool, bootstrapConfig })).toThrow(expect.objectContaining({ code }));
});

test('a failure that a provider of the older contract reports is passed on', () => {
  const bootstrapConfig = found(KubeadmConfigs, { status: { failureReason: 'Bad', failureMessage: 'no way' } });
  const plan = planBootstrap({ machinePool: aMachinePool(), bootstrapConfig });
  expect('learned' in plan && plan.learned.status?.deprecated?.v1beta1).toEqual({ failureReason: 'Bad', failureMessage: 'Failure detected from referenced resource bootstrap.cluster.x-k8s.io/v1beta2, Kind=KubeadmConfig with name "p": no way' });
});
