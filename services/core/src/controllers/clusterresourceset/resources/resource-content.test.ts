import { aConfigMap, aSecret, manifest } from '../clusterresourceset.fixtures.ts';
import { contentOf } from './resource-content.ts';

const names = (content: ReturnType<typeof contentOf>): string[] => (content.kind === 'manifests' ? content.objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`) : []);
const hash = (content: ReturnType<typeof contentOf>): string => (content.kind === 'manifests' ? content.hash : '');

test('values come by key; kinds are ordered within a value only', () => {
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: cni}\n';
  expect(names(contentOf(aConfigMap({ data: { b: `${manifest('b')}---\n${namespace}`, a: manifest('a') } })))).toEqual(['ConfigMap/a', 'Namespace/cni', 'ConfigMap/b']);
});

test('the hash is that of the values in the order of their keys, decoded for Secrets', () => {
  // printf '%s' '[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}][]' | sha256sum
  const data = { b: '[]', a: '[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}]' };
  expect(hash(contentOf(aConfigMap({ data })))).toBe('sha256:599738952f2fba667f298c7da7a7b968771dc48890e89b9bf4c631eccd6f2276');
  expect(hash(contentOf(aSecret({ text: manifest('s') })))).toBe(hash(contentOf(aConfigMap({ data: { x: manifest('s') } }))));
  expect(hash(contentOf(aConfigMap({ data: { ...data, a: '[]' } })))).not.toBe(hash(contentOf(aConfigMap({ data }))));
});

test.each([
  { name: 'without data', resource: aConfigMap({ data: null }), want: 'ConfigMap ns/cm: ConfigMap has no data' },
  { name: 'that is no manifest', resource: aSecret({ text: 'hello' }), want: 'Secret ns/secret: document 1 is no object' },
])('a resource $name is invalid, and says which it is', ({ resource, want }) => {
  expect(contentOf(resource)).toMatchObject({ kind: 'invalid', error: { message: want, retry: 'never' } });
});
