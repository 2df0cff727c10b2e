import type { StoreEvent } from './stored-object.ts';
import { WatchHistory } from './watch-history.ts';

const event = (resourceVersion: number): StoreEvent => ({ type: 'ADDED', resourceVersion, object: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', uid: 'u', resourceVersion: String(resourceVersion) } } });
const versions = (events: readonly StoreEvent[] | undefined): number[] | undefined => events?.map(({ resourceVersion }) => resourceVersion);

test('keeps the latest events and knows what it has forgotten', () => {
  const history = new WatchHistory(10, 2);
  for (let version = 11; version <= 14; version += 1) history.add(event(version));
  expect(versions(history.since(14))).toEqual([]);
  expect(versions(history.since(13))).toEqual([14]);
  expect(versions(history.since(12))).toEqual([13, 14]);
  expect(history.since(11)).toBeUndefined();
});

test('before anything is forgotten, only versions of an earlier store are too old', () => {
  const history = new WatchHistory(10, 2);
  history.add(event(11));
  expect(versions(history.since(10))).toEqual([11]);
  expect(history.since(9)).toBeUndefined();
});
