import { Nodes } from '@clusterwright/api/kubernetes';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import type { MachineScope } from '../machine.scope.ts';
import { aMachine, aNode, aRunningMachine, aScope, connectedTo, createdConfig, disconnected, external, found, machineSetOwner, noFeatures, provisionedInfra } from '../machine.fixtures.ts';
import { bootstrap } from './bootstrap.act.ts';
import { infrastructure } from './infrastructure.act.ts';
import { node } from './node.act.ts';
import { nodeMetadata } from './node-metadata.act.ts';

const asCreated = { metadata: { ownerReferences: [machineSetOwner], labels: {} } };
const settings = { features: noFeatures, additionalSyncLabels: [], additionalSyncAnnotations: [], remoteConditionsGracePeriodMs: 300_000 };

async function observe(phase: ReturnType<typeof bootstrap>, scope: MachineScope) {
  const ctx = fakeContext();
  const result = await phase(scope, ctx);
  if (!('outcome' in result)) throw new Error('the phase observed nothing');
  return { ...result, ctx };
}

test('bootstrap: one patch takes the config over, and its Secret is learned in the same pass', async () => {
  const config = external('KubeadmConfig', { ...createdConfig, ...asCreated });
  const client = new FakeClient({ objects: [config] });
  const { outcome, observed } = await observe(bootstrap({ client }), aScope({ machine: aMachine(), bootstrapConfig: found(config) }));
  expect(outcome.kind).toBe('done');
  expect(observed.machine?.spec.bootstrap.dataSecretName).toBe('m');
  expect(client.writes).toHaveLength(1);
  const stored = observed.bootstrapConfig?.kind === 'found' ? observed.bootstrapConfig.object.metadata : undefined;
  expect(stored).toMatchObject({ labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ownerReferences: [{ kind: 'Machine', name: 'm', controller: true, blockOwnerDeletion: true }] });
});

test('infrastructure: an InfraMachine that is owned already is not written', async () => {
  const infra = external('DevMachine', provisionedInfra);
  const client = new FakeClient({ objects: [infra] });
  const { observed } = await observe(infrastructure({ client }), aScope({ machine: aMachine(), infraMachine: found(infra) }));
  expect(observed.machine?.spec.providerID).toBe('in-memory://m');
  expect(client.calls).toEqual([]);
});

test('a provider object that cannot be read fails its phase', async () => {
  const scope = aScope({ bootstrapConfig: { kind: 'failed', error: new Error('boom') }, infraMachine: { kind: 'failed', error: new Error('bang') } });
  const client = new FakeClient();
  await expect(observe(bootstrap({ client }), scope)).rejects.toThrow('boom');
  await expect(observe(infrastructure({ client }), scope)).rejects.toThrow('bang');
});

test('node: a new Node is learned, and told of once', async () => {
  const connection = connectedTo(new FakeClient(), [aNode()]);
  const unnamed = { ...aRunningMachine(), status: { initialization: { infrastructureProvisioned: true } } };
  const { outcome, observed, ctx } = await observe(node(settings), aScope({ machine: unnamed, connection }));
  expect(outcome.kind).toBe('done');
  expect(observed.machine?.status).toMatchObject({ nodeRef: { name: 'n' }, nodeInfo: { kubeletVersion: 'v1.36.3', architecture: '' } });
  expect(ctx.recordedEvents).toEqual([{ type: 'Normal', object: 'Machine/m', reason: 'SuccessfulSetNodeRef', message: 'n' }]);
  expect((await observe(node(settings), aScope({ connection }))).ctx.recordedEvents).toEqual([]);
});

test('node metadata: adjusted in one patch that the cache knows at once', async () => {
  const workload = new FakeClient({ objects: [aNode()] });
  const connection = connectedTo(workload, workload.objects(Nodes));
  const [stored = aNode()] = workload.objects(Nodes);
  const { observed } = await observe(nodeMetadata(settings), aScope({ connection, node: { kind: 'found', node: stored } }));
  expect(workload.writes).toHaveLength(1);
  expect(connection.cache.remembered.map(({ metadata }) => metadata.annotations?.['cluster.x-k8s.io/machine'])).toEqual(['m']);
  expect(await nodeMetadata(settings)(aScope({ connection, ...observed }), fakeContext())).toEqual({ kind: 'done' });
  expect(workload.writes).toHaveLength(1);
});

test('node: what it waits for', async () => {
  const waiting = async (scope: Partial<MachineScope>) => (await observe(node(settings), aScope(scope))).outcome;
  expect(await waiting({ machine: aMachine() })).toMatchObject({ kind: 'wait', reason: 'WaitingForProviderID' });
  expect(await waiting({ connection: connectedTo(new FakeClient()) })).toMatchObject({ kind: 'wait', reason: 'NodeDeleted' });
  expect(await waiting({ connection: disconnected })).toMatchObject({ kind: 'wait', reason: 'WaitingForWorkloadClusterConnection' });
  const lost = { ...disconnected, probe: { lastSuccessTime: new Date('2026-11-21T11:59:00Z'), consecutiveFailures: 5 } };
  expect(await waiting({ connection: lost })).toMatchObject({ kind: 'requeue', reason: 'RemoteConditionsGracePeriod', afterMs: 241_000 });
});

test('node: two Nodes on one instance are reported and not chosen from', async () => {
  const twin = aNode({ metadata: { name: 'twin' } });
  const { outcome, observed, ctx } = await observe(node(settings), aScope({ connection: connectedTo(new FakeClient(), [aNode(), twin]) }));
  expect(outcome).toMatchObject({ kind: 'wait', reason: 'NodeInspectionFailed' });
  expect(observed.node).toMatchObject({ kind: 'failed', error: { code: 'AmbiguousProviderID' } });
  expect(ctx.recordedEvents).toMatchObject([{ type: 'Warning', message: 'unexpectedly found more than one Node matching the providerID in-memory://m' }]);
});
