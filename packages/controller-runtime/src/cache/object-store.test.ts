import fc from 'fast-check';
import type { KubeObject } from '@clusterwright/api';
import { ObjectStore } from './object-store.ts';

interface Thing extends KubeObject {
  spec?: { colour?: string };
}
const thing = (name: string, version: number, { uid = `uid-${name}`, colour, cluster }: { uid?: string; colour?: string; cluster?: string } = {}): Thing => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name, namespace: 'ns', uid, resourceVersion: String(version), ...(cluster ? { labels: { 'cluster.x-k8s.io/cluster-name': cluster } } : {}) },
  spec: { colour },
});
const key = { namespace: 'ns', name: 'a' };
const colours = { colour: ({ spec }: Thing) => (spec?.colour ? [spec.colour] : []) };
const namesOf = (objects: readonly Thing[]): string[] => objects.map(({ metadata }) => metadata.name).toSorted();

test('tells what changed: additions, updates and deletions with what was before', () => {
  const store = new ObjectStore<Thing>();
  expect(store.upsert(thing('a', 1))).toEqual({ next: thing('a', 1), previous: undefined });
  expect(store.upsert(thing('a', 2))).toEqual({ next: thing('a', 2), previous: thing('a', 1) });
  expect(store.delete(key, 'uid-a', '3')).toEqual({ next: undefined, previous: thing('a', 2) });
  expect(store.delete(key, 'uid-a', '3')).toBeUndefined();
});

const late = [
  { name: 'an older state', why: 'it was overtaken', before: [thing('a', 5)], late: thing('a', 4), want: '5' },
  { name: 'the same state', why: 'the watch repeats what a write returned', before: [thing('a', 5)], late: thing('a', 5), want: '5' },
  { name: 'versions of different length', why: 'they are numbers, not texts', before: [thing('a', 99)], late: thing('a', 100), want: '100' },
];
test.each(late)('$name: version $want stays ($why)', ({ before, late: object, want }) => {
  const store = new ObjectStore<Thing>();
  for (const each of before) store.upsert(each);
  store.upsert(object);
  expect(store.get(key)?.metadata.resourceVersion).toBe(want);
});

describe('after a deletion', () => {
  test('the response of an earlier write does not bring it back', () => {
    const store = new ObjectStore<Thing>();
    store.upsert(thing('a', 5));
    store.delete(key, 'uid-a', '7');
    expect(store.upsert(thing('a', 6))).toBeUndefined();
    expect(store.get(key)).toBeUndefined();
  });

  test('a new object under the same name is welcome', () => {
    const store = new ObjectStore<Thing>();
    store.delete(key, 'uid-a', '7');
    expect(store.upsert(thing('a', 8, { uid: 'new' }))).toBeDefined();
  });

  test('what left a selection may come back with the same UID', () => {
    const store = new ObjectStore<Thing>();
    store.upsert(thing('a', 5));
    store.delete(key, 'uid-a', '7');
    expect(store.upsert(thing('a', 9))).toEqual({ next: thing('a', 9), previous: undefined });
  });

  test('what left a selection and came back is not removed by the late news of its leaving', () => {
    const store = new ObjectStore<Thing>();
    store.upsert(thing('a', 9));
    expect(store.delete(key, 'uid-a', '7')).toBeUndefined();
    expect(store.get(key)).toEqual(thing('a', 9));
  });

  test('what is gone for good may not, whatever its version', () => {
    const store = new ObjectStore<Thing>();
    store.delete(key, 'uid-a');
    store.delete(key, 'uid-a', '7');
    expect(store.upsert(thing('a', 1000))).toBeUndefined();
  });

  test('the deletion of a predecessor leaves its successor alone', () => {
    const store = new ObjectStore<Thing>();
    store.upsert(thing('a', 8, { uid: 'new' }));
    expect(store.delete(key, 'uid-a', '7')).toBeUndefined();
    expect(store.get(key)?.metadata.uid).toBe('new');
  });
});

describe('a full list', () => {
  test('removes what it does not show, but not what was written after it was taken', () => {
    const store = new ObjectStore<Thing>();
    for (const object of [thing('kept', 3), thing('gone', 4), thing('written', 12)]) store.upsert(object);
    const changes = store.retainOnly(new Set(['ns/kept']), '10');
    expect(changes).toEqual([{ next: undefined, previous: thing('gone', 4) }]);
    expect(namesOf(store.list())).toEqual(['kept', 'written']);
  });

  test('buries what it removed up to its version, and no further', () => {
    const store = new ObjectStore<Thing>();
    store.upsert(thing('a', 4));
    store.retainOnly(new Set(), '10');
    expect(store.upsert(thing('a', 9))).toBeUndefined();
    expect(store.upsert(thing('a', 11))).toBeDefined();
  });
});

describe('finding', () => {
  const store = new ObjectStore<Thing>(colours);
  store.upsert(thing('a', 1, { colour: 'red', cluster: 'one' }));
  store.upsert(thing('b', 2, { colour: 'red', cluster: 'two' }));
  store.upsert({ ...thing('c', 3, { colour: 'blue', cluster: 'one' }), metadata: { ...thing('c', 3, { cluster: 'one' }).metadata, namespace: 'other' } });
  const cases = [
    { name: 'everything', why: 'nothing is asked', options: {}, want: ['a', 'b', 'c'] },
    { name: 'a namespace', why: 'by index', options: { namespace: 'ns' }, want: ['a', 'b'] },
    { name: 'a label', why: 'by looking at all', options: { labels: { 'cluster.x-k8s.io/cluster-name': 'one' } }, want: ['a', 'c'] },
    { name: 'a cluster', why: 'by index', options: { namespace: 'ns', labels: { 'cluster.x-k8s.io/cluster-name': 'one' } }, want: ['a'] },
    { name: 'an index and a namespace', why: 'both count', options: { index: { name: 'colour', value: 'blue' }, namespace: 'ns' }, want: [] },
    { name: 'an unknown value', why: 'nobody has it', options: { index: { name: 'colour', value: 'green' } }, want: [] },
    { name: 'a filter', why: 'the rest is up to the caller', options: { filter: ({ metadata }: KubeObject) => metadata.name > 'a' }, want: ['b', 'c'] },
  ];
  test.each(cases)('$name finds $want ($why)', ({ options, want }) => {
    expect(namesOf(store.list(options))).toEqual(want);
  });
});

test('however events arrive, the newest state wins and the indexes agree with the objects', () => {
  const event = fc.record({ name: fc.constantFrom('a', 'b'), version: fc.integer({ min: 1, max: 30 }), colour: fc.constantFrom('red', 'blue', undefined), deleted: fc.boolean() });
  fc.assert(
    fc.property(fc.uniqueArray(event, { selector: ({ version }) => version, maxLength: 20 }), (events) => {
      const store = new ObjectStore<Thing>(colours);
      for (const { name, version, colour, deleted } of events) {
        if (deleted) store.delete({ namespace: 'ns', name }, `uid-${name}`, String(version));
        else store.upsert(thing(name, version, { colour }));
      }
      for (const name of ['a', 'b']) {
        const own = events.filter((each) => each.name === name);
        const died = Math.max(0, ...own.filter(({ deleted }) => deleted).map(({ version }) => version));
        const found = store.get({ namespace: 'ns', name });
        const newest = own.filter(({ deleted, version }) => !deleted && version > died).toSorted((a, b) => b.version - a.version)[0];
        expect(found?.metadata.resourceVersion).toBe(newest && String(newest.version));
      }
      for (const colour of ['red', 'blue']) {
        expect(namesOf(store.list({ index: { name: 'colour', value: colour } }))).toEqual(namesOf(store.list({ filter: (object) => (object as Thing).spec?.colour === colour })));
      }
    }),
  );
});
