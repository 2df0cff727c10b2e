import { namespaceResource, podResource, secretResource, nodeResource } from './resources.ts';
import { aResource, aStore, recordEvents, refusalOf, startOfTime, withMetadata } from './store.fixtures.ts';

const configMaps = aResource('configmaps');
const deployments = aResource('deployments');
const inDefault = (name: string) => ({ namespace: 'default', name });

describe('create', () => {
  test('sets what a server sets, and ignores what a client may not set', () => {
    const created = aStore().create(configMaps, { metadata: { name: 'a', uid: 'mine', managedFields: [], creationTimestamp: 'never' }, data: { k: 'v' } }, { namespace: 'default' });
    expect(created).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1', data: { k: 'v' }, metadata: { name: 'a', namespace: 'default', creationTimestamp: '2026-08-01T10:00:00Z' } });
    expect(created.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(created.metadata.managedFields).toBeUndefined();
    expect(Number(created.metadata.resourceVersion)).toBeGreaterThan(startOfTime.getTime());
  });

  test('objects are frozen, so a reader cannot change what others see', () => {
    const created = aStore().create(configMaps, { metadata: { name: 'a', labels: { x: 'y' } } }, { namespace: 'default' });
    expect(Object.isFrozen(created.metadata.labels)).toBe(true);
  });

  test('generateName makes different names', () => {
    const store = aStore();
    const names = [1, 2, 3].map(() => store.create(configMaps, { metadata: { generateName: 'a-' } }, { namespace: 'default' }).metadata.name);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^a-[a-z0-9]{5}$/);
  });

  const refusals = [
    { name: 'same name again', why: 'names are unique', metadata: { name: 'taken' }, namespace: 'default', want: 'AlreadyExists' },
    { name: 'no name', why: 'objects are found by name', metadata: {}, namespace: 'default', want: 'Invalid' },
    { name: 'slash in name', why: 'paths could not name it', metadata: { name: 'a/b' }, namespace: 'default', want: 'Invalid' },
    { name: 'labels that are no strings', why: 'typed clients could not read them', metadata: { name: 'a', labels: { n: 1 } }, namespace: 'default', want: 'Invalid' },
    { name: 'unknown namespace', why: 'a namespace must exist first', metadata: { name: 'a' }, namespace: 'nowhere', want: 'NotFound' },
    { name: 'no namespace', why: 'the kind is namespaced', metadata: { name: 'a' }, namespace: undefined, want: 'BadRequest' },
  ];
  test.each(refusals)('refuses: $name → $want ($why)', ({ metadata, namespace, want }) => {
    const store = aStore();
    store.create(configMaps, { metadata: { name: 'taken' } }, { namespace: 'default' });
    expect(refusalOf(() => store.create(configMaps, { metadata }, { namespace }))).toBe(want);
  });

  test('a client cannot create a status, except that of a Node', () => {
    const store = aStore();
    const status = { phase: 'Running' };
    expect(store.create(podResource, { metadata: { name: 'p' }, status }, { namespace: 'default', scope: 'main' })['status']).toEqual({ phase: 'Pending' });
    expect(store.create(nodeResource, { metadata: { name: 'n' }, status }, { scope: 'main' })['status']).toEqual(status);
    expect(store.create(podResource, { metadata: { name: 'q' }, status }, { namespace: 'default' })['status']).toEqual(status);
  });

  test('stringData becomes data', () => {
    const secret = aStore().create(secretResource, { metadata: { name: 's' }, stringData: { a: 'b' }, data: { c: 'ZA==' } }, { namespace: 'default' });
    expect(secret).toMatchObject({ type: 'Opaque', data: { a: 'Yg==', c: 'ZA==' } });
    expect(secret['stringData']).toBeUndefined();
  });

  test('a dry run answers and writes nothing', () => {
    const store = aStore();
    expect(store.create(configMaps, { metadata: { name: 'a' } }, { namespace: 'default', dryRun: true }).metadata.name).toBe('a');
    expect(store.get(configMaps, inDefault('a'))).toBeUndefined();
  });
});

describe('update', () => {
  test('a stale resourceVersion is a conflict, the latest one and none are not', () => {
    const store = aStore();
    const first = store.create(configMaps, { metadata: { name: 'a' } }, { namespace: 'default' });
    const second = store.update(configMaps, inDefault('a'), () => ({ ...first, data: { k: '1' } }));
    expect(refusalOf(() => store.update(configMaps, inDefault('a'), () => ({ ...first, data: { k: '2' } })))).toBe('Conflict');
    expect(store.update(configMaps, inDefault('a'), () => ({ ...second, data: { k: '2' } }))['data']).toEqual({ k: '2' });
    expect(store.update(configMaps, inDefault('a'), () => ({ ...withMetadata(first, { resourceVersion: '' }), data: { k: '3' } }))['data']).toEqual({ k: '3' });
  });

  test('a write that changes nothing is no event and no new version', () => {
    const store = aStore();
    const created = store.create(configMaps, { metadata: { name: 'a', labels: {} } }, { namespace: 'default' });
    const { events } = recordEvents(store);
    expect(store.update(configMaps, inDefault('a'), (current) => structuredClone(current))).toBe(created);
    expect(events).toEqual([]);
  });

  test('the generation counts changes of spec only', () => {
    const store = aStore();
    store.create(deployments, { metadata: { name: 'd' }, spec: { replicas: 1 } }, { namespace: 'default' });
    const generation = (change: object): number | undefined => store.update(deployments, inDefault('d'), (current) => ({ ...current, ...change })).metadata.generation;
    expect(generation({ status: { replicas: 1 } })).toBe(1);
    expect(generation({ spec: { replicas: 2 } })).toBe(2);
  });

  test('spec and status are written apart', () => {
    const store = aStore();
    store.create(podResource, { metadata: { name: 'p' }, spec: { nodeName: 'n' }, status: { phase: 'Running' } }, { namespace: 'default' });
    const change = { spec: { nodeName: 'm' }, status: { phase: 'Failed' } };
    expect(store.update(podResource, inDefault('p'), (current) => ({ ...current, ...change }), { scope: 'main' })).toMatchObject({ spec: { nodeName: 'm' }, status: { phase: 'Running' } });
    expect(store.update(podResource, inDefault('p'), (current) => ({ ...current, spec: {}, status: change.status }), { scope: 'status' })).toMatchObject({ spec: { nodeName: 'm' }, status: { phase: 'Failed' } });
  });
});

describe('delete', () => {
  test('a finalizer keeps the object until it is taken away', () => {
    const store = aStore();
    store.create(configMaps, { metadata: { name: 'a', finalizers: ['x/y'] } }, { namespace: 'default' });
    const { texts } = recordEvents(store);
    expect(store.delete(configMaps, inDefault('a'))).toMatchObject({ gone: false, object: { metadata: { deletionTimestamp: '2026-08-01T10:00:00Z' } } });
    expect(refusalOf(() => store.update(configMaps, inDefault('a'), (current) => withMetadata(current, { finalizers: ['x/y', 'new/one'] })))).toBe('Invalid');
    store.update(configMaps, inDefault('a'), (current) => withMetadata(current, { finalizers: [] }));
    expect(store.get(configMaps, inDefault('a'))).toBeUndefined();
    expect(texts()).toEqual(['MODIFIED ConfigMap/a', 'DELETED ConfigMap/a']);
  });

  test('preconditions protect a recreated object', () => {
    const store = aStore();
    store.create(configMaps, { metadata: { name: 'a' } }, { namespace: 'default' });
    expect(refusalOf(() => store.delete(configMaps, inDefault('a'), { uid: 'another' }))).toBe('Conflict');
    expect(refusalOf(() => store.delete(configMaps, inDefault('b')))).toBe('NotFound');
  });

  test('dependents go with their last owner, unless they are orphaned', () => {
    const store = aStore();
    const [first, second] = ['o1', 'o2'].map((name) => store.create(configMaps, { metadata: { name } }, { namespace: 'default' }));
    const owner = (object: typeof first) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: object?.metadata.name, uid: object?.metadata.uid });
    store.create(secretResource, { metadata: { name: 'both', ownerReferences: [owner(first), owner(second)] } }, { namespace: 'default' });
    store.create(secretResource, { metadata: { name: 'orphan', ownerReferences: [owner(second)] } }, { namespace: 'default' });
    store.delete(configMaps, inDefault('o1'));
    expect(store.list(secretResource).map(({ metadata }) => metadata.name)).toEqual(['both', 'orphan']);
    store.update(secretResource, inDefault('orphan'), (current) => withMetadata(current, { labels: { kept: 'yes' } }));
    store.delete(configMaps, inDefault('o2'), { orphanDependents: true });
    expect(store.list(secretResource).map(({ metadata }) => [metadata.name, metadata.ownerReferences?.length])).toEqual([['both', 1], ['orphan', undefined]]);
  });

  test('a namespace takes its content along, and waits for finalizers in it', () => {
    const store = aStore();
    store.create(namespaceResource, { metadata: { name: 'ns' } });
    store.create(configMaps, { metadata: { name: 'a' } }, { namespace: 'ns' });
    store.create(configMaps, { metadata: { name: 'kept', finalizers: ['x/y'] } }, { namespace: 'ns' });
    expect(store.delete(namespaceResource, { name: 'ns' })).toMatchObject({ gone: false, object: { status: { phase: 'Terminating' } } });
    expect(refusalOf(() => store.create(configMaps, { metadata: { name: 'late' } }, { namespace: 'ns' }))).toBe('Forbidden');
    store.update(configMaps, { namespace: 'ns', name: 'kept' }, (current) => withMetadata(current, { finalizers: [] }));
    expect(store.get(namespaceResource, { name: 'ns' })).toBeUndefined();
  });

  test('the namespaces every cluster has cannot be deleted', () => {
    expect(refusalOf(() => aStore().delete(namespaceResource, { name: 'default' }))).toBe('Forbidden');
  });
});

describe('list and history', () => {
  test('lists in key order, by namespace and predicate', () => {
    const store = aStore();
    store.create(namespaceResource, { metadata: { name: 'a' } });
    for (const [namespace, name] of [['default', 'z'], ['a', 'z'], ['default', 'b']]) store.create(configMaps, { metadata: { name } }, { namespace });
    expect(store.list(configMaps).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual(['a/z', 'default/b', 'default/z']);
    expect(store.list(configMaps, 'default', (object) => (object as { metadata: { name: string } }).metadata.name === 'z')).toHaveLength(1);
  });

  test('events after a version, and Expired for versions of another life', () => {
    const store = aStore();
    const before = Number(store.resourceVersion);
    const created = store.create(configMaps, { metadata: { name: 'a' } }, { namespace: 'default' });
    store.delete(configMaps, inDefault('a'));
    expect(store.eventsSince(configMaps, before).map(({ type }) => type)).toEqual(['ADDED', 'DELETED']);
    expect(store.eventsSince(configMaps, Number(created.metadata.resourceVersion)).map(({ type }) => type)).toEqual(['DELETED']);
    expect(refusalOf(() => store.eventsSince(configMaps, startOfTime.getTime() - 1))).toBe('Expired');
    expect(refusalOf(() => store.eventsSince(configMaps, Number(store.resourceVersion) + 1))).toBe('Expired');
  });
});
