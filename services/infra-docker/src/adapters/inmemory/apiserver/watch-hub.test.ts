import { aClock, aResource, aStore, withMetadata } from '../store/store.fixtures.ts';
import { parseLabelSelector } from '../store/selectors.ts';
import type { WatchRequest } from './watch-hub.ts';
import { WatchHub } from './watch-hub.ts';

const configMaps = aResource('configmaps');
const inDefault = (name: string) => ({ namespace: 'default', name });

function setup() {
  const clock = aClock();
  const store = aStore(() => clock.now());
  const hub = new WatchHub(store, clock);
  const watch = (request: Partial<WatchRequest> = {}) => {
    const lines: string[] = [];
    let ended = false;
    const stop = hub.open(
      { resource: configMaps, namespace: undefined, matches: () => true, output: { form: 'object', includeObject: 'Metadata' }, start: { kind: 'now', endWithBookmark: false }, bookmarks: true, timeoutMs: 600_000, ...request },
      { write: (line) => lines.push(line), end: () => (ended = true) },
    );
    const events = () => lines.map((line) => JSON.parse(line) as { type: string; object: { kind: string; code?: number; metadata: { name?: string; resourceVersion: string; annotations?: object } } });
    return { stop, lines, events, texts: () => events().map(({ type, object }) => `${type} ${object.metadata.name ?? ''}`.trim()), ended: () => ended };
  };
  const create = (name: string, labels: Record<string, string> = {}) => store.create(configMaps, { metadata: { name, labels } }, { namespace: 'default' });
  return { clock, store, hub, watch, create };
}

test('starts with what exists, then follows writes', () => {
  const { store, watch, create } = setup();
  create('a');
  const { texts } = watch();
  create('b');
  store.delete(configMaps, inDefault('a'));
  expect(texts()).toEqual(['ADDED a', 'ADDED b', 'DELETED a']);
});

test('a deletion carries the version of the deletion, so that a watch can go on from it', () => {
  const { store, watch, create } = setup();
  create('a');
  const { events } = watch();
  store.delete(configMaps, inDefault('a'));
  expect(events().at(-1)?.object.metadata.resourceVersion).toBe(store.resourceVersion);
});

test('goes on after a version, without what came before', () => {
  const { watch, create } = setup();
  const seen = create('a');
  create('b');
  const { texts } = watch({ start: { kind: 'after', resourceVersion: Number(seen.metadata.resourceVersion) } });
  create('c');
  expect(texts()).toEqual(['ADDED b', 'ADDED c']);
});

test('a forgotten version ends the watch with a 410', () => {
  const { store, watch, create } = setup();
  const resourceVersion = Number(store.resourceVersion);
  for (let index = 0; index < 600; index += 1) create(`c${index}`);
  const old = watch({ start: { kind: 'after', resourceVersion } });
  expect(old.events()).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
  expect(old.ended()).toBe(true);
});

test('initial events end with a marked bookmark', () => {
  const { watch, create, store } = setup();
  create('a');
  const { events } = watch({ start: { kind: 'now', endWithBookmark: true } });
  expect(events()).toMatchObject([{ type: 'ADDED' }, { type: 'BOOKMARK', object: { kind: 'ConfigMap', metadata: { resourceVersion: store.resourceVersion, annotations: { 'k8s.io/initial-events-end': 'true' } } } }]);
});

test('with a selector, objects come and go as they match', () => {
  const { store, watch, create } = setup();
  create('a', { on: 'no' });
  const { texts } = watch({ matches: parseLabelSelector('on=yes') });
  const label = (on: string) => store.update(configMaps, inDefault('a'), (current) => withMetadata(current, { labels: { on } }));
  label('yes');
  store.update(configMaps, inDefault('a'), (current) => ({ ...current, data: { k: 'v' } }));
  label('no');
  store.delete(configMaps, inDefault('a'));
  expect(texts()).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
});

test('other namespaces and kinds are not delivered', () => {
  const { store, watch, create } = setup();
  const { lines } = watch({ namespace: 'kube-system' });
  create('a');
  store.create(aResource('secrets'), { metadata: { name: 's' } }, { namespace: 'default' });
  expect(lines).toEqual([]);
});

test('an event is encoded once for all watchers of a form', () => {
  const { watch, create } = setup();
  const [first, second] = [watch(), watch()];
  const metadata = watch({ output: { form: 'metadata', includeObject: 'Metadata' } });
  create('a');
  expect(first.lines[0]).toBe(second.lines[0]);
  expect(metadata.events()[0]?.object.kind).toBe('PartialObjectMetadata');
});

test('bookmarks come by the minute, only to those who asked', () => {
  const { clock, watch, create, store } = setup();
  const [asked, silent] = [watch(), watch({ bookmarks: false })];
  create('a');
  clock.advance(61_000);
  expect(asked.events().at(-1)).toMatchObject({ type: 'BOOKMARK', object: { metadata: { resourceVersion: store.resourceVersion } } });
  expect(silent.texts()).toEqual(['ADDED a']);
});

test('ends at its timeout, when stopped, and when the hub closes', () => {
  const { clock, hub, watch, create } = setup();
  const [timed, stopped, open] = [watch({ timeoutMs: 1000 }), watch(), watch()];
  stopped.stop();
  clock.advance(1500);
  create('a');
  hub.close();
  create('b');
  expect([timed.ended(), timed.lines.length]).toEqual([true, 0]);
  expect(stopped.lines).toEqual([]);
  expect([open.ended(), open.texts()]).toEqual([true, ['ADDED a']]);
});
