import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { anExtensionConfig, aRuntimeSdk } from '@clusterwright/runtime-sdk/runtime-sdk.fixtures';
import { gatherExtensionConfigScope } from './extensionconfig.scope.ts';

const annotated = (secret: string) => {
  const extensionConfig = anExtensionConfig('x', []);
  return { ...extensionConfig, metadata: { ...extensionConfig.metadata, annotations: { 'runtime.cluster.x-k8s.io/inject-ca-from-secret': secret } } };
};
const secret = (data: Record<string, string>) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls', namespace: 'ext' }, data });

async function gather(extensionConfig = annotated('ext/tls'), objects = [secret({ 'ca.crt': 'Y2E=' })]) {
  const followed: unknown[] = [];
  const { registry, discover } = aRuntimeSdk();
  const client = new FakeClient({ objects: [...objects, extensionConfig] });
  const scope = await gatherExtensionConfigScope({ client, registry, discover, followSecrets: (secrets) => void followed.push(...secrets) }, extensionConfig, fakeContext());
  return { caBundle: scope.extensionConfig.spec.clientConfig.caBundle, followed };
}

test('the authority comes from the Secret that is named, and the Secret is watched', async () => {
  expect(await gather()).toEqual({ caBundle: 'Y2E=', followed: [{ namespace: 'ext', name: 'tls' }] });
});

test('without the annotation the ExtensionConfig keeps its own', async () => {
  expect(await gather(anExtensionConfig('x', [], { clientConfig: { url: 'https://x', caBundle: 'b3du' } }) as never)).toEqual({ caBundle: 'b3du', followed: [] });
});

test.each([
  { why: 'its name is no name', secret: 'tls', objects: [], message: 'failed to reconcile caBundle: secret name "tls" must be in the form <namespace>/<name>' },
  { why: 'it is not there', secret: 'ext/tls', objects: [], message: 'failed to reconcile caBundle: failed to get secret "ext/tls": not found' },
  { why: 'it has no authority', secret: 'ext/tls', objects: [secret({ 'tls.crt': 'eA==' })], message: 'failed to reconcile caBundle: secret ext/tls does not contain a "ca.crt" entry' },
])('a Secret cannot be used where $why', async ({ secret: name, objects, message }) => {
  await expect(gather(annotated(name), objects as never)).rejects.toMatchObject({ code: 'CaBundle', message });
});
