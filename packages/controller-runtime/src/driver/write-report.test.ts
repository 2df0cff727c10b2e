import type { Condition, KubeObject, Resource } from '@clusterwright/api';
import { fakeClient, fakeLogger } from '@clusterwright/test-env';
import { unpaced } from './status-pace.ts';
import { statusPatch, writeReport } from './write-report.ts';
import type { Report } from '../reconciler.ts';

interface Thing extends KubeObject {
  spec?: { providerID?: string; replicas?: number };
  status?: Record<string, unknown>;
}
const things: Resource<Thing> = { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const key = { namespace: 'ns', name: 'a' };
const at = '2026-01-01T00:00:00Z';
const now = new Date('2026-11-21T12:00:00Z');
const stored = (type: string, rest: Partial<Condition> = {}): Condition => ({ type, status: 'True', reason: 'R', message: '', lastTransitionTime: at, observedGeneration: 1, ...rest });
const draft = (type: string, status: Condition['status'] = 'True') => ({ type, status, reason: 'R' });
const thing = (status?: Thing['status'], metadata: Partial<KubeObject['metadata']> = {}): Thing => ({ apiVersion: 'g/v1', kind: 'Thing', metadata: { ...key, generation: 1, resourceVersion: '7', ...metadata }, ...(status ? { status } : {}) });
const owned = new Set(['Ready']);

const old = (type: string) => ({ type, status: 'True', lastTransitionTime: at });
const unchanged: { name: string; why: string; status: Thing['status']; report: Report }[] = [
  { name: 'what is there', why: 'no write', status: { phase: 'Running', conditions: [stored('Ready')] }, report: { status: { phase: 'Running' }, conditions: [draft('Ready')] } },
  { name: 'conditions in another order', why: 'the order on the server is no reason', status: { conditions: [stored('Paused'), stored('Ready')] }, report: { conditions: [draft('Ready')] } },
  { name: 'no conditions at all', why: 'those that are there are not touched', status: { conditions: [stored('Ready')] }, report: { status: {} } },
  { name: 'no old conditions', why: 'those of others are not put in order', status: { deprecated: { v1beta1: { conditions: [old('Z'), old('Ready'), old('A')] } } }, report: { status: {} } },
  { name: 'an empty list of old conditions', why: 'nothing is made for nothing', status: {}, report: { v1beta1Conditions: [] } },
];
test.each(unchanged)('$name: nothing is written ($why)', ({ status, report }) => {
  expect(statusPatch(thing(status), report, owned, now)).toBeUndefined();
});

const locks = [
  { name: 'conditions of others', why: 'theirs must survive', conditions: [stored('HealthCheckSucceeded')], report: { conditions: [draft('Ready')] }, want: { resourceVersion: '7' } },
  { name: 'own conditions only', why: 'nobody can be overwritten', conditions: [stored('Ready', { status: 'False' })], report: { conditions: [draft('Ready')] }, want: undefined },
  { name: 'conditions of others, and only a field to write', why: 'their list is not in the patch', conditions: [stored('HealthCheckSucceeded')], report: { status: { phase: 'Running' } }, want: undefined },
];
test.each(locks)('with $name the patch is tied to $want ($why)', ({ conditions, report, want }) => {
  expect(statusPatch(thing({ conditions }), report, owned, now)?.metadata).toEqual(want);
});

test('a type that is drafted is owned, and a type that is owned and not drafted goes', () => {
  const patch = statusPatch(thing({ conditions: [stored('Ready'), stored('Sometimes')] }), { conditions: [draft('Sometimes', 'False')] }, owned, now);
  expect(patch).toEqual({ status: { conditions: [{ type: 'Sometimes', status: 'False', reason: 'R', message: '', lastTransitionTime: '2026-11-21T12:00:00Z', observedGeneration: 1 }] } });
});

describe('writing', () => {
  const write = (client: ReturnType<typeof fakeClient>, seen: Thing, report: Report) =>
    writeReport({ client, resource: things, owned, now: () => now, signal: new AbortController().signal, statusPace: unpaced, log: fakeLogger() }, seen, report);

  test('metadata and spec are one request, status another', async () => {
    const client = fakeClient([thing()]);
    const seen = client.objects(things)[0] as Thing;
    await write(client, seen, { metadata: { labels: { a: 'b' } }, spec: { providerID: 'x' }, status: { phase: 'Running' } });
    expect(client.writes.map(({ body, subresource }) => ({ body, subresource }))).toEqual([
      { body: { metadata: { labels: { a: 'b' } }, spec: { providerID: 'x' } }, subresource: undefined },
      { body: { status: { phase: 'Running' } }, subresource: 'status' },
    ]);
  });

  test('owner references are tied to the version they were computed from', async () => {
    const client = fakeClient([thing()]);
    const seen = client.objects(things)[0] as Thing;
    await write(client, seen, { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'K', name: 'o', uid: 'u' }] } });
    expect(client.writes[0]?.body).toMatchObject({ metadata: { resourceVersion: seen.metadata.resourceVersion } });
  });

  test('what others wrote during the pass stays, though the report carries along what it saw before', async () => {
    const labels = { ours: 'a', gone: 'b' };
    const stored: Thing = { ...thing(undefined, { labels }), spec: { replicas: 2 } };
    const client = fakeClient([stored]);
    const seen = client.objects(things)[0] as Thing;
    await client.patch(things, key, { type: 'merge', body: { metadata: { labels: { gone: null, added: 'c' } }, spec: { replicas: 5 } } });
    await write(client, seen, { metadata: { labels: { ...labels, new: 'd' } }, spec: { replicas: 2, providerID: 'x' } });
    expect(client.objects(things)[0]).toMatchObject({ metadata: { labels: { ours: 'a', added: 'c', new: 'd' } }, spec: { replicas: 5, providerID: 'x' } });
    expect(client.objects(things)[0]?.metadata.labels).not.toHaveProperty('gone');
  });

  test('an owner that came during the pass is not lost: the write is refused, and tried again with it', async () => {
    const client = fakeClient([thing()]);
    const seen = client.objects(things)[0] as Thing;
    const owner = (name: string) => ({ apiVersion: 'v1', kind: 'K', name, uid: name });
    await client.patch(things, key, { type: 'merge', body: { metadata: { ownerReferences: [owner('theirs')] } } });
    await expect(write(client, seen, { metadata: { ownerReferences: [owner('ours')] } })).rejects.toMatchObject({ status: 409 });
    expect(client.objects(things)[0]?.metadata.ownerReferences).toEqual([owner('theirs')]);
  });

  test('a label that came during the pass does not keep an owner from being added', async () => {
    const client = fakeClient([thing()]);
    const seen = client.objects(things)[0] as Thing;
    await client.patch(things, key, { type: 'merge', body: { metadata: { labels: { theirs: 'x' } } } });
    await write(client, seen, { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'K', name: 'o', uid: 'u' }] } });
    expect(client.objects(things)[0]?.metadata).toMatchObject({ labels: { theirs: 'x' }, ownerReferences: [{ name: 'o' }] });
  });

  test('an own change of the spec counts as seen; somebody else’s does not', async () => {
    const client = fakeClient([thing()]);
    const seen = client.objects(things)[0] as Thing;
    await write(client, seen, { spec: { providerID: 'x' }, status: { observedGeneration: 1 } });
    expect(client.objects(things)[0]?.status).toEqual({ observedGeneration: 2 });
    await client.patch(things, key, { type: 'merge', body: { spec: { providerID: 'y' } } });
    await write(client, client.objects(things)[0] as Thing, { status: { observedGeneration: 2 } });
    expect(client.objects(things)[0]?.status).toEqual({ observedGeneration: 2 });
  });

  test('a new object under the same name gets nothing of it', async () => {
    const client = fakeClient([thing()]);
    const seen = client.objects(things)[0] as Thing;
    client.remove(things, key).put(thing(undefined, { uid: 'new' }));
    await write(client, seen, { status: { phase: 'Running' } });
    expect(client.writes).toEqual([]);
  });
});
