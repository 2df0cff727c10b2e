import { aCluster, aMachine, aNode, aRunningMachine, aScope, condition, disconnected, earlier, now } from '../machine.fixtures.ts';
import type { MachineScope } from '../machine.scope.ts';
import { nodeConditions } from './node-conditions.status.ts';

const options = { remoteConditionsGracePeriodMs: 300_000, now };
const deletingMetadata = { ...aMachine().metadata, deletionTimestamp: earlier };
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const justInitialized = aCluster({ status: { initialization: { infrastructureProvisioned: true }, conditions: [condition('ControlPlaneInitialized', 'True', 'Initialized', { lastTransitionTime: '2026-11-21T11:58:00Z' })] } });
const lost = (seconds: number | undefined, consecutiveFailures = 5) => ({ ...disconnected, probe: { lastSuccessTime: seconds === undefined ? undefined : ago(seconds), consecutiveFailures } });
const known = aRunningMachine({ status: { ...aRunningMachine().status, conditions: [condition('NodeReady', 'True'), condition('NodeHealthy', 'True')] } });

const cases: { name: string; why: string; scope: Partial<MachineScope>; want: { status: string; reason: string; message?: string } }[] = [
  { name: 'no cluster infrastructure', why: 'nobody can answer', scope: { cluster: aCluster({ status: {} }) }, want: { status: 'Unknown', reason: 'InspectionFailed', message: 'Waiting for Cluster status.initialization.infrastructureProvisioned to be true' } },
  { name: 'no control plane', why: 'nobody can answer', scope: { cluster: aCluster({ status: { initialization: { infrastructureProvisioned: true } } }) }, want: { status: 'Unknown', reason: 'InspectionFailed', message: 'Waiting for Cluster control plane to be initialized' } },
  { name: 'not connected yet', why: 'the controller has just started', scope: { connection: disconnected, node: { kind: 'notConnected' } }, want: { status: 'Unknown', reason: 'ConnectionDown', message: 'Remote connection not established yet' } },
  { name: 'not connected yet, state known', why: 'a restart must not flip conditions', scope: { machine: known, connection: disconnected, node: { kind: 'notConnected' } }, want: { status: 'True', reason: 'Node' } },
  { name: 'connection lost for a minute, state known', why: 'within the grace period', scope: { machine: known, connection: lost(60), node: { kind: 'notConnected' } }, want: { status: 'True', reason: 'Node' } },
  { name: 'connection lost for a minute, state unknown', why: 'nothing to keep', scope: { connection: lost(60), node: { kind: 'notConnected' } }, want: { status: 'Unknown', reason: 'ConnectionDown', message: 'Last successful probe at 2026-11-21T11:59:00Z' } },
  { name: 'connection lost for six minutes', why: 'the grace period is over', scope: { machine: known, connection: lost(360), node: { kind: 'notConnected' } }, want: { status: 'Unknown', reason: 'ConnectionDown', message: 'Last successful probe at 2026-11-21T11:54:00Z' } },
  { name: 'never connected, control plane new', why: 'the grace period starts with the control plane', scope: { cluster: justInitialized, machine: known, connection: lost(undefined), node: { kind: 'notConnected' } }, want: { status: 'True', reason: 'Node' } },
  { name: 'never connected, control plane old', why: 'the grace period is over', scope: { machine: known, connection: lost(undefined), node: { kind: 'notConnected' } }, want: { status: 'Unknown', reason: 'ConnectionDown', message: '' } },
  { name: 'Node cannot be told apart', why: 'the log says more', scope: { node: { kind: 'failed', error: new Error('two') } }, want: { status: 'Unknown', reason: 'InternalError', message: 'Please check controller logs for errors' } },
  { name: 'Node there', why: 'it says so itself', scope: {}, want: { status: 'True', reason: 'Node' } },
  { name: 'Node gone while deleting', why: 'that is how it should be', scope: { machine: aRunningMachine({ metadata: deletingMetadata }), node: { kind: 'notFound' } }, want: { status: 'False', reason: 'NodeDeleted', message: 'Node n has been deleted' } },
  { name: 'never a Node, deleting', why: 'there will be none', scope: { machine: aMachine({ metadata: deletingMetadata }), node: { kind: 'unset' } }, want: { status: 'Unknown', reason: 'NodeDoesNotExist', message: 'Node does not exist' } },
  { name: 'Node gone under a Machine', why: 'an issue to show', scope: { node: { kind: 'notFound' } }, want: { status: 'False', reason: 'NodeDeleted', message: 'Node n has been deleted while the Machine still exists' } },
  { name: 'waiting for the Node', why: 'the instance boots', scope: { machine: aMachine({ spec: { providerID: 'x://1' } }), node: { kind: 'notFound' } }, want: { status: 'Unknown', reason: 'InspectionFailed', message: 'Waiting for a Node with spec.providerID x://1 to exist' } },
  { name: 'waiting for the instance', why: 'the provider is at work', scope: { machine: aMachine(), node: { kind: 'unset' } }, want: { status: 'Unknown', reason: 'InspectionFailed', message: 'Waiting for DevMachine to report spec.providerID' } },
];

test.each(cases)('node conditions: $name → $want.status $want.reason ($why)', ({ scope, want }) => {
  const drafts = nodeConditions(aScope(scope), options);
  expect(drafts.map(({ type }) => type)).toEqual(['NodeReady', 'NodeHealthy']);
  for (const draft of drafts) expect(draft).toMatchObject({ status: want.status, reason: expect.stringContaining(want.reason) as string, ...(want.message === undefined ? {} : { message: want.message }) });
});

const nodes = [
  { name: 'well', node: aNode(), ready: { status: 'True', reason: 'NodeReady', message: '', lastTransitionTime: earlier }, healthy: { status: 'True', reason: 'NodeHealthy', message: '' } },
  {
    name: 'not ready',
    node: aNode({ conditions: [['Ready', 'False', 'no network'], ['MemoryPressure', 'False'], ['DiskPressure', 'True', 'disk full'], ['PIDPressure', 'False']] }),
    ready: { status: 'False', reason: 'NodeNotReady', message: '* Node.Ready: no network' },
    healthy: { status: 'False', reason: 'NodeNotHealthy', message: '* Node.Ready: no network\n* Node.DiskPressure: disk full' },
  },
  {
    name: 'silent',
    node: aNode({ conditions: ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type): [string, string, string] => [type, 'Unknown', 'Kubelet stopped posting node status.']) }),
    ready: { status: 'Unknown', reason: 'NodeReadyUnknown', message: '* Node.Ready: Kubelet stopped posting node status.' },
    healthy: { status: 'Unknown', reason: 'NodeHealthyUnknown', message: '* Node.AllConditions: Kubelet stopped posting node status.' },
  },
  {
    name: 'without a word on pressure',
    node: aNode({ conditions: [['Ready', 'True']] }),
    ready: { status: 'True', reason: 'NodeReady' },
    healthy: { status: 'Unknown', reason: 'NodeHealthyUnknown', message: '* Node.MemoryPressure: Condition not yet reported\n* Node.DiskPressure: Condition not yet reported\n* Node.PIDPressure: Condition not yet reported' },
  },
  {
    name: 'without conditions',
    node: aNode({ conditions: [] }),
    ready: { status: 'Unknown', reason: 'NodeReadyUnknown', message: '* Node.Ready: Condition not yet reported' },
    healthy: { status: 'Unknown', reason: 'NodeHealthyUnknown' },
  },
  {
    name: 'under pressure without a message',
    node: aNode({ conditions: [['Ready', 'True'], ['MemoryPressure', 'True'], ['DiskPressure', 'False'], ['PIDPressure', 'False']] }),
    ready: { status: 'True' },
    healthy: { status: 'False', reason: 'NodeNotHealthy', message: '* Node.MemoryPressure: Condition is True' },
  },
];

test.each(nodes)('a Node that is $name', ({ node, ready, healthy }) => {
  const [nodeReady, nodeHealthy] = nodeConditions(aScope({ node: { kind: 'found', node } }), options);
  expect(nodeReady).toMatchObject(ready);
  expect(nodeHealthy).toMatchObject(healthy);
});
