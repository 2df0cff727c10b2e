import type { KubeObject, Resource } from '@clusterwright/api';
import { ApiError } from '@clusterwright/kube-client';
import { fakeClient } from './client.fake.ts';

interface Thing extends KubeObject {
  spec?: { size?: number; colour?: string };
  status?: { ready?: boolean };
}
const things: Resource<Thing> = { group: 'example.com', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const key = { namespace: 'ns', name: 'a' };
const thing = (rest: Partial<Thing> = {}, metadata: Partial<KubeObject['metadata']> = {}): Thing => ({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { ...key, ...metadata }, ...rest });

test('an own write is read back at once', async () => {
  const client = fakeClient();
  await client.create(things, thing({ spec: { size: 1 } }));
  await client.patch(things, key, { type: 'merge', body: { spec: { size: 2, colour: null } } });
  expect((await client.get(things, key))?.spec).toEqual({ size: 2 });
});

test('what is read cannot be mutated', async () => {
  const client = fakeClient([thing({ spec: { size: 1 } })]);
  const found = await client.get(things, key);
  expect(() => {
    if (found?.spec) found.spec.size = 2;
  }).toThrow(TypeError);
});

test('spec changes count generations, status changes do not', async () => {
  const client = fakeClient([thing({ spec: { size: 1 } })]);
  await client.patch(things, key, { type: 'merge', body: { status: { ready: true } } }, { subresource: 'status' });
  expect((await client.get(things, key))?.metadata.generation).toBe(1);
  await client.patch(things, key, { type: 'merge', body: { spec: { size: 3 } } });
  expect(await client.get(things, key)).toMatchObject({ metadata: { generation: 2 }, spec: { size: 3 }, status: { ready: true } });
});

test('status is not writable through the main endpoint', async () => {
  const client = fakeClient([thing({ status: { ready: false } })]);
  await client.patch(things, key, { type: 'merge', body: { status: { ready: true } } });
  expect((await client.get(things, key))?.status).toEqual({ ready: false });
});

test('a stale update is a conflict', async () => {
  const client = fakeClient([thing({ spec: { size: 1 } })]);
  const stale = await client.get(things, key);
  await client.patch(things, key, { type: 'merge', body: { spec: { size: 2 } } });
  await expect(client.update(things, { ...stale, spec: { size: 3 } } as Thing)).rejects.toMatchObject({ status: 409, reason: 'Conflict' });
});

test('a second create is refused', async () => {
  const client = fakeClient([thing()]);
  await expect(client.create(things, thing())).rejects.toMatchObject({ status: 409, reason: 'AlreadyExists' });
});

test('finalizers keep a deleted object until the last one goes', async () => {
  const client = fakeClient([thing({}, { finalizers: ['example.com/f'] })]);
  expect((await client.delete(things, key))?.metadata.deletionTimestamp).toBe('2026-11-21T12:00:00Z');
  await client.patch(things, key, { type: 'merge', body: { metadata: { finalizers: [] } } });
  expect(await client.get(things, key)).toBeUndefined();
  expect(await client.delete(things, key)).toBeUndefined();
});

test('apply writes once, and removes what the manager states no more', async () => {
  const client = fakeClient([thing({ spec: { size: 1 } })]);
  const applied = (spec: Thing['spec'], labels: Record<string, string>) => ({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { ...key, labels }, spec });
  await client.apply(things, applied({ colour: 'red' }, { a: '1', b: '2' }), { fieldManager: 'm' });
  await client.apply(things, applied({ colour: 'red' }, { a: '1', b: '2' }), { fieldManager: 'm' });
  expect(client.writes).toHaveLength(1);
  await client.apply(things, applied({}, { a: '1' }), { fieldManager: 'm' });
  expect(await client.get(things, key)).toMatchObject({ metadata: { labels: { a: '1' } }, spec: { size: 1 } });
  expect((await client.get(things, key))?.spec).toEqual({ size: 1 });
  expect((await client.get(things, key))?.metadata.labels).toEqual({ a: '1' });
});

test('apply leaves a field that another manager applies too', async () => {
  const client = fakeClient();
  const applied = (labels: Record<string, string>) => ({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { ...key, labels } });
  await client.apply(things, applied({ shared: 'x', mine: 'y' }), { fieldManager: 'one' });
  await client.apply(things, applied({ shared: 'x' }), { fieldManager: 'two' });
  await client.apply(things, applied({}), { fieldManager: 'one' });
  expect((await client.get(things, key))?.metadata.labels).toEqual({ shared: 'x' });
});

test('failNext fails one request of that verb and kind', async () => {
  const client = fakeClient().failNext('create', new ApiError('no', { status: 403, reason: 'Forbidden' }), 'Thing');
  await expect(client.create(things, thing())).rejects.toMatchObject({ status: 403 });
  await expect(client.create(things, thing())).resolves.toMatchObject({ metadata: { name: 'a' } });
  expect(client.calls.map(({ verb, kind }) => `${verb} ${kind}`)).toEqual(['create Thing', 'create Thing']);
});

test('list selects by namespace, labels and declared index', async () => {
  const client = fakeClient({
    objects: [thing({ spec: { colour: 'red' } }, { labels: { a: '1' } }), thing({ spec: { colour: 'blue' } }, { name: 'b' }), thing({}, { name: 'c', namespace: 'other' })],
    indexes: { Thing: { colour: (object: Thing) => (object.spec?.colour ? [object.spec.colour] : []) } },
  });
  const names = async (options: Parameters<typeof client.list>[1]) => (await client.list(things, options)).map(({ metadata }) => metadata.name);
  expect(await names({ namespace: 'ns' })).toEqual(['a', 'b']);
  expect(await names({ labels: { a: '1' } })).toEqual(['a']);
  expect(await names({ index: { name: 'colour', value: 'blue' } })).toEqual(['b']);
  await expect(names({ index: { name: 'size', value: '1' } })).rejects.toThrow('fakeClient has no index size for Thing');
});
