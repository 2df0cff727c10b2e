import type { KubeClient } from '@clusterwright/kube-client';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { createApiDiscovery } from './api-discovery.ts';

const { signal } = new AbortController();
const at = (seconds: number) => ({ now: new Date(1_000_000 + seconds * 1000), signal });

/** A workload cluster whose discovery answers can be changed. */
function serving(answers: Record<string, object>): { client: KubeClient; asked: string[]; answers: Record<string, object> } {
  const asked: string[] = [];
  const raw: KubeClient['raw'] = async (_method, path) => {
    asked.push(path);
    const answer = answers[path];
    return answer ? { status: 200, body: JSON.stringify(answer) } : { status: 404, body: '404 page not found' };
  };
  return { client: { ...new FakeClient().live, raw }, asked, answers };
}

const apps = { resources: [{ name: 'daemonsets', kind: 'DaemonSet', namespaced: true }, { name: 'daemonsets/status', kind: 'DaemonSet', namespaced: true }] };
const core = { resources: [{ name: 'namespaces', kind: 'Namespace', namespaced: false }, { name: 'namespaces/finalize', kind: 'Namespace', namespaced: false }] };

test('kinds are found by what the cluster serves, and asked for once', async () => {
  const { client, asked } = serving({ '/apis/apps/v1': apps, '/api/v1': core });
  const { resolve } = createApiDiscovery();
  expect(await resolve(client, { apiVersion: 'apps/v1', kind: 'DaemonSet' }, at(0))).toEqual({ group: 'apps', version: 'v1', kind: 'DaemonSet', plural: 'daemonsets', namespaced: true });
  expect(await resolve(client, { apiVersion: 'v1', kind: 'Namespace' }, at(0))).toEqual({ group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false });
  await resolve(client, { apiVersion: 'apps/v1', kind: 'DaemonSet' }, at(100));
  expect(asked).toEqual(['/apis/apps/v1', '/api/v1']);
});

test('each connection has its own answers', async () => {
  const { resolve } = createApiDiscovery();
  const [one, other] = [serving({ '/apis/apps/v1': apps }), serving({ '/apis/apps/v1': apps })];
  for (const { client } of [one, other]) await resolve(client, { apiVersion: 'apps/v1', kind: 'DaemonSet' }, at(0));
  expect([one.asked, other.asked]).toEqual([['/apis/apps/v1'], ['/apis/apps/v1']]);
});

test('an unknown kind is asked for again, but not at once', async () => {
  const { client, asked, answers } = serving({});
  const { resolve } = createApiDiscovery();
  const kind = { apiVersion: 'x/v1', kind: 'New' };
  const failure = { code: 'KindNotServed', message: 'no matches for kind "New" in version "x/v1"' };
  await expect(resolve(client, kind, at(0))).rejects.toMatchObject(failure);
  answers['/apis/x/v1'] = { resources: [{ name: 'news', kind: 'New', namespaced: true }] };
  await expect(resolve(client, kind, at(0.5))).rejects.toMatchObject(failure);
  expect(asked).toHaveLength(1);
  expect(await resolve(client, kind, at(1))).toMatchObject({ plural: 'news' });
});

test('an answer that did not come is not remembered', async () => {
  const { client } = serving({ '/apis/apps/v1': apps });
  let fails = true;
  const flaky: KubeClient = { ...client, raw: async (...args) => (fails ? { status: 503, body: 'busy' } : client.raw(...args)) };
  const { resolve } = createApiDiscovery();
  await expect(resolve(flaky, { apiVersion: 'apps/v1', kind: 'DaemonSet' }, at(0))).rejects.toMatchObject({ status: 503 });
  fails = false;
  expect(await resolve(flaky, { apiVersion: 'apps/v1', kind: 'DaemonSet' }, at(0))).toMatchObject({ plural: 'daemonsets' });
});
