import type { KubeObject, Resource } from '@clusterwright/api';
import { createKubeClient } from '@clusterwright/kube-client';
import type { KubeClient, PartialObject } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { createTestNamespace, fakeLogger, testControlPlane } from '@clusterwright/test-env';
import { createManager } from '@clusterwright/controller-runtime';
import type { Client } from '@clusterwright/controller-runtime';

interface Machine extends KubeObject {
  spec: Record<string, unknown>;
}
const machines: Resource<Machine> = { group: 'cluster.x-k8s.io', version: 'v1beta2', kind: 'Machine', plural: 'machines', namespaced: true };
const services: Resource<KubeObject & { spec?: object }> = { group: '', version: 'v1', kind: 'Service', plural: 'services', namespaced: true };

const namespaces: Resource = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false };

let live: KubeClient;
let client: Client;
let namespace: string;
let stop: AbortController;
let applies: number;
let name: string;
let counter = 0;

beforeAll(async () => {
  const controlPlane = await testControlPlane();
  namespace = await createTestNamespace(controlPlane);
  stop = new AbortController();
  applies = 0;
  live = createKubeClient({ ...loadConnection(controlPlane.kubeconfig), onRequest: ({ method }) => void (applies += method === 'PATCH' ? 1 : 0) });
  for (const name of ['default', 'kube-system']) uids.set(name, (await live.get(namespaces, { name })).metadata.uid ?? '');
  client = createManager({ live, log: fakeLogger(), component: 'test', signal: stop.signal, namespace }).client;
});
afterAll(async () => {
  stop.abort();
  await live.close();
});
beforeEach(() => void (name = `m${(counter += 1)}`));

type Desired = PartialObject<Machine>;
const base = (spec: Record<string, unknown> = {}, metadata: Partial<KubeObject['metadata']> = {}): Desired =>
  ({
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: { name, namespace, ...metadata },
    spec: { clusterName: 'c', bootstrap: { dataSecretName: 'd' }, infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name: 'i' }, ...spec },
  });

/** Applies, and says whether a request was sent and whether it changed anything on the server. */
async function apply(desired: Desired, fieldManager = 'capi-machineset'): Promise<{ sent: boolean; changed: boolean }> {
  const before = { applies, version: (await live.get(machines, { namespace, name }).catch(() => undefined))?.metadata.resourceVersion };
  await client.apply(machines, desired, { fieldManager });
  const after = await live.get(machines, { namespace, name });
  return { sent: applies > before.applies, changed: after.metadata.resourceVersion !== before.version };
}

/** Owners that exist: the garbage collector would delete a dependent of anything else. */
const uids = new Map<string, string>();
const owner = (of: 'default' | 'kube-system'): NonNullable<KubeObject['metadata']['ownerReferences']>[number] => ({ apiVersion: 'v1', kind: 'Namespace', name: of, uid: uids.get(of) ?? '' });
const taint = (key: string, value?: string): object => ({ key, effect: 'NoSchedule', propagation: 'Always', ...(value === undefined ? {} : { value }) });

/** What is applied twice must be one request; what differs must be sent, and the server must agree that it is a change. */
const changes: { name: string; first: () => Desired; second: () => Desired }[] = [
  { name: 'a value', first: () => base({ version: 'v1.35.0' }), second: () => base({ version: 'v1.36.0' }) },
  { name: 'a value that goes', first: () => base({ version: 'v1.35.0' }), second: () => base() },
  { name: 'a value that comes', first: () => base(), second: () => base({ failureDomain: 'a' }) },
  { name: 'a label', first: () => base({}, { labels: { a: '1' } }), second: () => base({}, { labels: { a: '2' } }) },
  { name: 'one label of two that goes', first: () => base({}, { labels: { a: '1', 'x/y': '2' } }), second: () => base({}, { labels: { a: '1' } }) },
  { name: 'an annotation that comes', first: () => base({}, { annotations: {} }), second: () => base({}, { annotations: { a: '' } }) },
  { name: 'an owner that comes', first: () => base({}, { ownerReferences: [owner('default')] }), second: () => base({}, { ownerReferences: [owner('default'), owner('kube-system')] }) },
  { name: 'an owner that is another', first: () => base({}, { ownerReferences: [owner('default')] }), second: () => base({}, { ownerReferences: [owner('kube-system')] }) },
  { name: 'an owner that changes', first: () => base({}, { ownerReferences: [owner('default')] }), second: () => base({}, { ownerReferences: [{ ...owner('default'), controller: true }] }) },
  { name: 'a finalizer that comes', first: () => base({}, { finalizers: ['a.io/x'] }), second: () => base({}, { finalizers: ['a.io/x', 'b.io/y'] }) },
  { name: 'a finalizer that goes', first: () => base({}, { finalizers: ['a.io/x', 'b.io/y'] }), second: () => base({}, { finalizers: ['b.io/y'] }) },
  { name: 'a gate that comes, in a list by key', first: () => base({ readinessGates: [{ conditionType: 'A' }] }), second: () => base({ readinessGates: [{ conditionType: 'A' }, { conditionType: 'B' }] }) },
  { name: 'a gate that goes', first: () => base({ readinessGates: [{ conditionType: 'A' }, { conditionType: 'B' }] }), second: () => base({ readinessGates: [{ conditionType: 'B' }] }) },
  { name: 'a field of a gate', first: () => base({ readinessGates: [{ conditionType: 'A' }] }), second: () => base({ readinessGates: [{ conditionType: 'A', polarity: 'Negative' }] }) },
  { name: 'a taint, in a list by two keys', first: () => base({ taints: [taint('a.io/t', 'x')] }), second: () => base({ taints: [taint('a.io/t', 'y')] }) },
  { name: 'a nested value', first: () => base({ deletion: { nodeDrainTimeoutSeconds: 10 } }), second: () => base({ deletion: { nodeDrainTimeoutSeconds: 20 } }) },
  { name: 'a nested value that goes', first: () => base({ deletion: { nodeDrainTimeoutSeconds: 10, nodeDeletionTimeoutSeconds: 5 } }), second: () => base({ deletion: { nodeDeletionTimeoutSeconds: 5 } }) },
];
test.each(changes)('$name: the same again sends nothing, the change is sent', async ({ first, second }) => {
  expect(await apply(first())).toEqual({ sent: true, changed: true });
  expect(await apply(first())).toEqual({ sent: false, changed: false });
  expect(await apply(second())).toEqual({ sent: true, changed: true });
  expect(await apply(second())).toEqual({ sent: false, changed: false });
});

test('what others add beside it is no reason to send', async () => {
  await apply(base({ readinessGates: [{ conditionType: 'A' }] }, { labels: { a: '1' }, finalizers: ['a.io/x'] }));
  await apply({ ...base({ readinessGates: [{ conditionType: 'B' }], version: 'v1.36.0' }, { labels: { b: '2' }, finalizers: ['b.io/y'], ownerReferences: [owner('kube-system')] }) }, 'other');
  await client.patch(machines, { namespace, name }, { type: 'merge', body: { metadata: { annotations: { c: '3' } } } });
  expect(await apply(base({ readinessGates: [{ conditionType: 'A' }] }, { labels: { a: '1' }, finalizers: ['a.io/x'] }))).toEqual({ sent: false, changed: false });
});

test('what others change in it is', async () => {
  await apply(base({ version: 'v1.36.0' }));
  await client.patch(machines, { namespace, name }, { type: 'merge', body: { spec: { version: 'v1.35.0' } } });
  expect(await apply(base({ version: 'v1.36.0' }))).toEqual({ sent: true, changed: true });
});

test('what has the value by chance is sent once, and owned from then on', async () => {
  await apply(base());
  await client.patch(machines, { namespace, name }, { type: 'merge', body: { spec: { version: 'v1.36.0' } } });
  expect(await apply(base({ version: 'v1.36.0' }))).toEqual({ sent: true, changed: true });
  expect(await apply(base({ version: 'v1.36.0' }))).toEqual({ sent: false, changed: false });
});

test('an object that somebody replaced is not taken for the one that was meant', async () => {
  await apply(base());
  await expect(client.apply(machines, base({}, { uid: '6f1b5c1e-0000-4000-8000-000000000000' }), { fieldManager: 'capi-machineset' })).rejects.toMatchObject({ status: 409 });
});

test('where the server fills in keys of a list, more is sent than needed, and nothing is missed', async () => {
  const service = (port: number): PartialObject<KubeObject & { spec?: object }> => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { ports: [{ port, targetPort: 6443 }] } });
  const versionAfter = async (port: number): Promise<string | undefined> => (await client.apply(services, service(port), { fieldManager: 'm' })).metadata.resourceVersion;
  const [first, again, other] = [await versionAfter(80), await versionAfter(80), await versionAfter(81)];
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});
