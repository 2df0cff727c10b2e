import { aMachine, aRunningMachine, condition, earlier, external, found } from '../machine.fixtures.ts';
import { bootstrapConfigReady, infrastructureReady } from './external-ready.status.ts';

const deleting = { metadata: { ...aMachine().metadata, deletionTimestamp: earlier } };
const failed = { kind: 'failed', error: new Error('boom') } as const;
const withStatus = (kind: string, status: Record<string, unknown>) => found(external(kind, { status }));

const bootstrapCases = [
  { name: 'the user brings the Secret', machine: aMachine(), bootstrapConfig: { kind: 'unset' }, want: { status: 'True', reason: 'DataSecretProvided', message: '' } },
  { name: 'the config is ready', machine: aMachine(), bootstrapConfig: withStatus('KubeadmConfig', { conditions: [condition('Ready', 'True', 'Ready')] }), want: { status: 'True', reason: 'Ready', message: '', lastTransitionTime: earlier } },
  { name: 'the config reports a problem', machine: aMachine(), bootstrapConfig: withStatus('KubeadmConfig', { conditions: [condition('Ready', 'False', 'NotReady', { message: 'no token' })] }), want: { status: 'False', reason: 'NotReady', message: 'no token' } },
  { name: 'an old config gives no reason for being ready', machine: aMachine(), bootstrapConfig: withStatus('KubeadmConfig', { conditions: [{ type: 'Ready', status: 'True' }] }), want: { status: 'True', reason: 'Ready' } },
  { name: 'the config says nothing', machine: aMachine(), bootstrapConfig: withStatus('KubeadmConfig', {}), want: { status: 'False', reason: 'NotReady', message: 'KubeadmConfig status.initialization.dataSecretCreated is false' } },
  { name: 'the config says nothing and data exists', machine: aRunningMachine(), bootstrapConfig: withStatus('KubeadmConfig', {}), want: { status: 'True', reason: 'Ready', message: '' } },
  { name: 'the config reports nonsense', machine: aMachine(), bootstrapConfig: withStatus('KubeadmConfig', { conditions: [{ type: 'Ready', status: 'Maybe' }] }), want: { status: 'Unknown', reason: 'InvalidConditionReported' } },
  { name: 'the config cannot be read', machine: aMachine(), bootstrapConfig: failed, want: { status: 'Unknown', reason: 'InternalError', message: 'Please check controller logs for errors' } },
  { name: 'the config does not exist', machine: aMachine(), bootstrapConfig: { kind: 'notFound' }, want: { status: 'False', reason: 'ObjectDoesNotExist', message: 'KubeadmConfig does not exist' } },
  { name: 'the config is gone, the Machine going', machine: aRunningMachine(deleting), bootstrapConfig: { kind: 'notFound' }, want: { status: 'False', reason: 'ObjectDeleted', message: 'KubeadmConfig has been deleted' } },
  { name: 'the config was never used, the Machine going', machine: aMachine(deleting), bootstrapConfig: { kind: 'notFound' }, want: { status: 'False', reason: 'ObjectDoesNotExist' } },
] as const;

test.each(bootstrapCases)('BootstrapConfigReady when $name → $want.status $want.reason', ({ machine, bootstrapConfig, want }) => {
  expect(bootstrapConfigReady({ machine, bootstrapConfig })).toMatchObject({ type: 'BootstrapConfigReady', ...want });
});

const infrastructureCases = [
  { name: 'the InfraMachine is ready', machine: aMachine(), infraMachine: withStatus('DevMachine', { conditions: [condition('Ready', 'True', 'Ready')] }), want: { status: 'True', reason: 'Ready' } },
  { name: 'the InfraMachine says nothing', machine: aMachine(), infraMachine: withStatus('DevMachine', {}), want: { status: 'False', reason: 'NotReady', message: 'DevMachine status.initialization.provisioned is false' } },
  { name: 'the InfraMachine says nothing and is provisioned', machine: aRunningMachine(), infraMachine: withStatus('DevMachine', {}), want: { status: 'True', reason: 'Ready' } },
  { name: 'the InfraMachine cannot be read', machine: aMachine(), infraMachine: failed, want: { status: 'Unknown', reason: 'InternalError' } },
  { name: 'there is none yet', machine: aMachine(), infraMachine: { kind: 'notFound' }, want: { status: 'False', reason: 'ObjectDoesNotExist', message: 'DevMachine does not exist' } },
  { name: 'it went away under a running Machine', machine: aRunningMachine(), infraMachine: { kind: 'notFound' }, want: { status: 'False', reason: 'ObjectDeleted', message: 'DevMachine has been deleted while the Machine still exists' } },
  { name: 'it is gone, the Machine going', machine: aRunningMachine(deleting), infraMachine: { kind: 'notFound' }, want: { status: 'False', reason: 'ObjectDeleted', message: 'DevMachine has been deleted' } },
  { name: 'it was never there, the Machine going', machine: aMachine(deleting), infraMachine: { kind: 'notFound' }, want: { status: 'False', reason: 'ObjectDoesNotExist', message: 'DevMachine does not exist' } },
] as const;

test.each(infrastructureCases)('InfrastructureReady when $name → $want.status $want.reason', ({ machine, infraMachine, want }) => {
  expect(infrastructureReady({ machine, infraMachine })).toMatchObject({ type: 'InfrastructureReady', ...want });
});
