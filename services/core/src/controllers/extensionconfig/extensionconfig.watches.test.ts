import type { ExtensionConfig } from '@clusterwright/api/runtime/v1beta2';
import { aHandler, anExtensionConfig } from '@clusterwright/runtime-sdk/runtime-sdk.fixtures';
import { isAsked, secretToExtensionConfigs } from './extensionconfig.watches.ts';

const base = anExtensionConfig('x', []);
const changed = (metadata: Partial<ExtensionConfig['metadata']>): ExtensionConfig => ({ ...base, metadata: { ...base.metadata, ...metadata } });

test.each([
  { name: 'another status', next: { ...base, status: { handlers: [aHandler('h.x')] } }, want: false },
  { name: 'another spec', next: changed({ generation: 2 }), want: true },
  { name: 'a pause', next: changed({ annotations: { 'cluster.x-k8s.io/paused': '' } }), want: true },
  { name: 'its deletion', next: changed({ deletionTimestamp: '2026-11-21T12:00:00Z' }), want: true },
])('an extension is asked again after $name: $want', ({ next, want }) => {
  expect(isAsked(next, base)).toBe(want);
});

test('a Secret wakes those that take their authority from it', () => {
  const using = (name: string, secret: string): ExtensionConfig => ({ ...base, metadata: { name, annotations: { 'runtime.cluster.x-k8s.io/inject-ca-from-secret': secret } } });
  expect(secretToExtensionConfigs({ namespace: 'ext', name: 'tls' }, [using('a', 'ext/tls'), using('b', 'ext/other'), using('c', 'nonsense'), base])).toEqual([{ namespace: undefined, name: 'a' }]);
});
