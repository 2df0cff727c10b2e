import { aMachine, aRunningMachine, createdConfig, earlier, external, found } from '../machine.fixtures.ts';
import { planBootstrap } from './bootstrap.plan.ts';

const deleting = { metadata: { ...aMachine().metadata, deletionTimestamp: earlier } };
const waitingConfig = found(external('KubeadmConfig', { status: { conditions: [] } }));
const initialized = { initialization: { bootstrapDataSecretCreated: true } };

const cases = [
  { name: 'no config is referenced', why: 'the user brings the Secret', machine: aMachine(), bootstrapConfig: { kind: 'unset' }, want: { step: 'finish' } },
  { name: 'config missing', why: 'it may be created later', machine: aMachine(), bootstrapConfig: { kind: 'notFound' }, want: { step: 'waitForConfig' } },
  { name: 'config gone while deleting', why: 'that is how it should be', machine: aMachine(deleting), bootstrapConfig: { kind: 'notFound' }, want: { step: 'finish' } },
  { name: 'no data yet', why: 'the provider is at work', machine: aMachine(), bootstrapConfig: waitingConfig, want: { step: 'waitForDataSecret' } },
  { name: 'data there', why: 'the Machine learns its Secret', machine: aMachine(), bootstrapConfig: found(external('KubeadmConfig', createdConfig)), want: { step: 'learn', learned: { spec: { bootstrap: { configRef: { name: 'm' }, dataSecretName: 'm' } }, status: initialized } } },
  { name: 'data there by the old contract', why: 'ready means the same', machine: aMachine(), bootstrapConfig: found(external('KubeadmConfig', { status: { ready: true, dataSecretName: 'old' } }), 'v1beta1'), want: { step: 'learn', learned: { spec: { bootstrap: { dataSecretName: 'old' } } } } },
  { name: 'data known', why: 'a milestone stays reached', machine: aRunningMachine(), bootstrapConfig: waitingConfig, want: { step: 'learn', learned: { status: { initialization: { bootstrapDataSecretCreated: true, infrastructureProvisioned: true } } } } },
  { name: 'config being deleted', why: 'nothing new comes from it', machine: aMachine(), bootstrapConfig: found(external('KubeadmConfig', { ...createdConfig, metadata: { deletionTimestamp: earlier } })), want: { step: 'learn' } },
] as const;

test.each(cases)('planBootstrap: $name → $want.step ($why)', ({ machine, bootstrapConfig, want }) => {
  expect(planBootstrap({ machine, bootstrapConfig })).toMatchObject(want);
});

test('a config that is being deleted teaches no Secret name', () => {
  const plan = planBootstrap({ machine: aMachine(), bootstrapConfig: found(external('KubeadmConfig', { ...createdConfig, metadata: { deletionTimestamp: earlier } })) });
  expect(plan).toMatchObject({ learned: { spec: { bootstrap: { configRef: { name: 'm' } } } } });
  expect('learned' in plan && plan.learned.spec.bootstrap.dataSecretName).toBeUndefined();
});

test('a config that promises a Secret and does not name it breaks the contract', () => {
  const bootstrapConfig = found(external('KubeadmConfig', { status: { initialization: { dataSecretCreated: true } } }));
  expect(() => planBootstrap({ machine: aMachine(), bootstrapConfig })).toThrow(expect.objectContaining({ code: 'Contract' }) as Error);
});

test('a failure of the old contract is kept where the old API shows it', () => {
  const bootstrapConfig = found(external('KubeadmConfig', { status: { failureReason: 'Broken', failureMessage: 'no disk' } }));
  expect(planBootstrap({ machine: aMachine(), bootstrapConfig })).toMatchObject({
    learned: {
      status: {
        deprecated: {
          v1beta1: { failureReason: 'Broken', failureMessage: 'Failure detected from referenced resource bootstrap.cluster.x-k8s.io/v1beta2, Kind=KubeadmConfig with name "m": no disk' },
        },
      },
    },
  });
});
