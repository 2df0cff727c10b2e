import type { ExtensionConfig } from './extension-config.schema.ts';
import { defaultExtensionConfig } from './extension-config.defaults.ts';
import { validateExtensionConfig } from './extension-config.validation.ts';

const service = { name: 's', namespace: 'n', path: '/p', port: 8443 };
const extensionConfig = (spec: object, name = 'ext'): ExtensionConfig =>
  ({ apiVersion: 'runtime.cluster.x-k8s.io/v1beta2', kind: 'ExtensionConfig', metadata: { name }, spec: { clientConfig: { service }, namespaceSelector: {}, ...spec } });

const cases: readonly { readonly name: string; readonly why: string; readonly object: ExtensionConfig; readonly want: readonly string[] }[] = [
  { name: 'a Service', why: 'the usual form', object: extensionConfig({}), want: [] },
  { name: 'a URL', why: 'the other form', object: extensionConfig({ clientConfig: { url: 'https://example.org:8443/x' } }), want: [] },
  { name: 'neither', why: 'there is nothing to call', object: extensionConfig({ clientConfig: { caBundle: 'eA==' } }), want: ['Required spec.clientConfig'] },
  { name: 'both', why: 'which of them is meant?', object: extensionConfig({ clientConfig: { url: 'https://example.org', service } }), want: ['Forbidden spec.clientConfig'] },
  { name: 'an unencrypted URL', why: 'requests carry whole clusters', object: extensionConfig({ clientConfig: { url: 'http://example.org' } }), want: ['Invalid spec.clientConfig.url'] },
  { name: 'a text that is no URL', why: 'it cannot be called', object: extensionConfig({ clientConfig: { url: 'Bad Value!' } }), want: ['Invalid spec.clientConfig.url'] },
  { name: 'a bad Service', why: 'its name becomes part of a host name', object: extensionConfig({ clientConfig: { service: { name: '1s', namespace: 'N', path: 'p q', port: 0 } } }), want: ['Invalid spec.clientConfig.service.name', 'Invalid spec.clientConfig.service.namespace', 'Invalid spec.clientConfig.service.path', 'Invalid spec.clientConfig.service.path', 'Invalid spec.clientConfig.service.port'] },
  { name: 'a bad selector', why: 'it would match nothing, silently', object: extensionConfig({ namespaceSelector: { matchLabels: { a: 'b c' } } }), want: ['Invalid spec.namespaceSelector'] },
  { name: 'no selector', why: 'defaulting has been passed by', object: extensionConfig({ namespaceSelector: undefined }), want: ['Required spec.namespaceSelector'] },
  { name: 'a name with dots', why: 'handlers are named after it, behind a dot', object: extensionConfig({}, 'a.b'), want: ['Invalid metadata.name'] },
];

test.each(cases)('validateExtensionConfig: $name → $want ($why)', ({ object, want }) => {
  expect(validateExtensionConfig(object, { runtimeSDK: true }).map(({ type, field }) => `${type} ${field}`)).toEqual(want);
});

test('an ExtensionConfig is refused where the gate is off: nobody would look at it', () => {
  expect(validateExtensionConfig(extensionConfig({}), { runtimeSDK: false })).toEqual([{ field: 'spec', type: 'Forbidden', detail: 'can be set only if the RuntimeSDK feature flag is enabled' }]);
});

test('selector and port are filled in, and only they', () => {
  const { port: _port, ...withoutPort } = service;
  const received = extensionConfig({ namespaceSelector: undefined, clientConfig: { service: withoutPort, caBundle: 'eA==' } });
  expect(defaultExtensionConfig(received)).toMatchObject({ spec: { namespaceSelector: {}, clientConfig: { service: { name: 's', port: 443 }, caBundle: 'eA==' } } });
  const complete = extensionConfig({});
  expect(defaultExtensionConfig(complete)).toBe(complete);
  expect(defaultExtensionConfig(extensionConfig({ clientConfig: { url: 'https://x' }, namespaceSelector: undefined })).spec?.clientConfig).toEqual({ url: 'https://x' });
  expect(defaultExtensionConfig({ ...complete, spec: undefined }).spec).toEqual({ namespaceSelector: {} });
  expect(defaultExtensionConfig(extensionConfig({ clientConfig: { url: '' }, namespaceSelector: undefined })).spec?.clientConfig).toEqual({});
});
