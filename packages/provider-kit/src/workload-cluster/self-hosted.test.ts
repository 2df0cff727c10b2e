import { FakeClient } from '@clusterwright/test-env/client.fake';
import { runsIn, selfFromEnvironment } from './self-hosted.ts';

const env = { POD_NAMESPACE: 'capi-system', POD_NAME: 'manager', POD_UID: 'uid-1', KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' };
const readCa = () => 'CA';

test('the Deployment tells who we are, and Kubernetes where the API server is', () => {
  expect(selfFromEnvironment(env, readCa)).toEqual({ namespace: 'capi-system', name: 'manager', uid: 'uid-1', server: 'https://10.96.0.1:443', ca: 'CA' });
  expect(selfFromEnvironment({ ...env, KUBERNETES_SERVICE_HOST: 'fd00::1' }, readCa)?.server).toBe('https://[fd00::1]:443');
});

test.each(['POD_NAMESPACE', 'POD_NAME', 'POD_UID', 'KUBERNETES_SERVICE_HOST'])('without %s nobody is looked for', (missing) => {
  expect(selfFromEnvironment({ ...env, [missing]: undefined }, readCa)).toBeUndefined();
});

test('we run where our own Pod is; another Pod of the same name is not us', async () => {
  const self = { namespace: 'capi-system', name: 'manager', uid: 'uid-1', server: '', ca: '' };
  const cluster = (uid: string) => new FakeClient({ objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'capi-system', name: 'manager', uid } }] }).live;
  const { signal } = new AbortController();
  expect(await runsIn(cluster('uid-1'), self, signal)).toBe(true);
  expect(await runsIn(cluster('uid-2'), self, signal)).toBe(false);
  expect(await runsIn(new FakeClient().live, self, signal)).toBe(false);
});
