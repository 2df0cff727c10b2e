import { aMachine, aRunningMachine, earlier, external, found, provisionedInfra } from '../machine.fixtures.ts';
import { planInfrastructure } from './infrastructure.plan.ts';

const deletingMetadata = { ...aMachine().metadata, deletionTimestamp: earlier };
const infra = (status: Record<string, unknown>, spec: Record<string, unknown> = {}, metadata = {}) => found(external('DevMachine', { status, spec, metadata }));

const cases = [
  { name: 'missing before it was provisioned', why: 'it may be created later', machine: aMachine(), infraMachine: { kind: 'notFound' }, want: { step: 'waitForInfraMachine' } },
  { name: 'missing while deleting', why: 'that is how it should be', machine: aMachine({ metadata: deletingMetadata }), infraMachine: { kind: 'notFound' }, want: { step: 'finish' } },
  {
    name: 'missing under a running Machine',
    why: 'the instance is lost',
    machine: aRunningMachine(),
    infraMachine: { kind: 'notFound' },
    want: {
      step: 'reportLost',
      learned: { status: { deprecated: { v1beta1: { failureReason: 'InvalidConfiguration', failureMessage: 'Machine infrastructure resource DevMachine default/m has been deleted after provisioning was completed' } } } },
    },
  },
  { name: 'not provisioned', why: 'the provider is at work', machine: aMachine(), infraMachine: infra({}), want: { step: 'waitForProvisioning' } },
  { name: 'provisioned without providerID', why: 'the Node could not be found', machine: aMachine(), infraMachine: infra({ initialization: { provisioned: true } }), want: { step: 'waitForProviderID' } },
  {
    name: 'provisioned',
    why: 'the Machine learns everything at once',
    machine: aMachine(),
    infraMachine: infra({ initialization: { provisioned: true }, addresses: [{ type: 'InternalIP', address: '10.0.0.1' }], failureDomain: 'b' }, { providerID: 'x://1', failureDomain: 'a' }),
    want: {
      step: 'learn',
      learned: { spec: { providerID: 'x://1', failureDomain: 'a' }, status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }], failureDomain: 'b', initialization: { infrastructureProvisioned: true } } },
    },
  },
  { name: 'no longer provisioned', why: 'there is no way back', machine: aRunningMachine(), infraMachine: infra({ initialization: { provisioned: false } }, { providerID: 'in-memory://m' }), want: { step: 'learn', learned: { status: { initialization: { infrastructureProvisioned: true } } } } },
  { name: 'being deleted', why: 'nothing new comes from it', machine: aMachine(), infraMachine: infra({ initialization: { provisioned: true } }, { providerID: 'x://1' }, { deletionTimestamp: earlier }), want: { step: 'finish' } },
  { name: 'provisioned by the old contract', why: 'ready means the same', machine: aMachine(), infraMachine: found(external('DevMachine', { spec: { providerID: 'x://1' }, status: { ready: true } }), 'v1beta1'), want: { step: 'learn' } },
] as const;

test.each(cases)('planInfrastructure: $name → $want.step ($why)', ({ machine, infraMachine, want }) => {
  expect(planInfrastructure({ machine, infraMachine })).toMatchObject(want);
});

test('an InfraMachine without failure domain keeps the one the Machine was placed in', () => {
  const plan = planInfrastructure({ machine: aMachine({ spec: { failureDomain: 'a' } }), infraMachine: found(external('DevMachine', provisionedInfra)) });
  expect(plan).toMatchObject({ learned: { spec: { failureDomain: 'a' } } });
});
