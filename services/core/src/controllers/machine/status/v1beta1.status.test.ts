import type { Machine } from '@clusterwright/api/core/v1beta2';
import { aMachine, aNode, aRunningMachine, aScope, earlier, external, found } from '../machine.fixtures.ts';
import type { MachineScope } from '../machine.scope.ts';
import { v1beta1Conditions } from './v1beta1.status.ts';

const stateOf = (scope: Partial<MachineScope>) => Object.fromEntries(v1beta1Conditions(aScope(scope)).map(({ type, ...rest }) => [type, rest]));
const deletingMetadata = { ...aMachine().metadata, deletionTimestamp: earlier };
const silentConfig = found(external('KubeadmConfig', { status: {} }));
const silentInfra = found(external('DevMachine', { status: {} }));

test('a running Machine, as recorded from upstream', () => {
  expect(stateOf({})).toMatchObject({ Ready: { status: 'True' }, BootstrapReady: { status: 'True' }, InfrastructureReady: { status: 'True', reason: 'Ready' }, NodeHealthy: { status: 'True' } });
  expect(v1beta1Conditions(aScope()).find(({ type }) => type === 'BootstrapReady')?.reason).toBeUndefined();
});

test('a new Machine counts its steps', () => {
  expect(stateOf({ machine: aMachine(), bootstrapConfig: silentConfig, infraMachine: silentInfra, node: { kind: 'unset' } })).toMatchObject({
    Ready: { status: 'False', severity: 'Info', reason: 'WaitingForInfrastructure', message: '0 of 2 completed' },
    BootstrapReady: { status: 'False', severity: 'Info', reason: 'WaitingForDataSecret' },
    InfrastructureReady: { status: 'False', severity: 'Info', reason: 'WaitingForInfrastructure' },
    NodeHealthy: { status: 'False', severity: 'Info', reason: 'WaitingForNodeRef' },
  });
});

const nodeCases: { name: string; scope: Partial<MachineScope>; want: object | undefined }[] = [
  { name: 'not there yet', scope: { machine: aMachine({ spec: { providerID: 'x' } }), node: { kind: 'notFound' } }, want: { status: 'False', severity: 'Warning', reason: 'NodeProvisioning', message: 'Waiting for a node with matching ProviderID to exist' } },
  { name: 'gone', scope: { node: { kind: 'notFound' } }, want: { status: 'False', severity: 'Error', reason: 'NodeNotFound' } },
  { name: 'gone while deleting', scope: { machine: aRunningMachine({ metadata: deletingMetadata }), node: { kind: 'notFound' } }, want: undefined },
  { name: 'out of reach', scope: { node: { kind: 'notConnected' } }, want: undefined },
  { name: 'ambiguous', scope: { node: { kind: 'failed', error: new Error('two') } }, want: { status: 'Unknown', reason: 'NodeInspectionFailed', message: 'Failed to get the Node for this Machine by ProviderID' } },
  { name: 'losing its instance', scope: { infraMachine: { kind: 'notFound' } }, want: { status: 'False', severity: 'Info', reason: 'Deleting' } },
  { name: 'not well', scope: { node: { kind: 'found', node: aNode({ conditions: [['Ready', 'False'], ['DiskPressure', 'Unknown']] }) } }, want: { status: 'False', severity: 'Warning', reason: 'NodeConditionsFailed', message: 'Node condition Ready is False. Node condition DiskPressure is Unknown' } },
  { name: 'partly unknown', scope: { node: { kind: 'found', node: aNode({ conditions: [['Ready', 'Unknown']] }) } }, want: { status: 'True' } },
  { name: 'all unknown', scope: { node: { kind: 'found', node: aNode({ conditions: [['Ready', 'Unknown'], ['MemoryPressure', 'Unknown'], ['DiskPressure', 'Unknown'], ['PIDPressure', 'Unknown']] }) } }, want: { status: 'Unknown', reason: 'NodeConditionsFailed' } },
];

test.each(nodeCases)('NodeHealthy of a Node that is $name', ({ scope, want }) => {
  const state = stateOf(scope)['NodeHealthy'];
  if (want === undefined) expect(state).toBeUndefined();
  else expect(state).toMatchObject(want);
});

test('what the steps of a deletion say wins, and the health check of others counts', () => {
  const conditions = [{ type: 'HealthCheckSucceeded', status: 'False', severity: 'Warning', reason: 'UnhealthyNode', message: 'sick', lastTransitionTime: earlier }];
  const machine: Machine = aRunningMachine({ metadata: deletingMetadata, status: { ...aRunningMachine().status, deprecated: { v1beta1: { conditions } } } });
  const deletion = { reason: 'DrainingNode', message: '', v1beta1: [{ type: 'InfrastructureReady', status: 'False', severity: 'Info', reason: 'Deleted' } as const] };
  expect(stateOf({ machine, deletion })).toMatchObject({ InfrastructureReady: { reason: 'Deleted' }, Ready: { status: 'False', severity: 'Warning', reason: 'UnhealthyNode', message: 'sick' } });
});
