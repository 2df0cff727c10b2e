import type { KubeObject, Resource } from '@clusterwright/api';
import { admissionWebhook } from '@clusterwright/controller-runtime';
import { webhookManifests } from './webhook-manifests.ts';

const resource: Resource = { group: 'a.example.com', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const validate = (): [] => [];

interface Configuration {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly webhooks: readonly { readonly name: string; readonly clientConfig: { readonly service: { readonly path: string } }; readonly rules: readonly object[] }[];
}
const manifestsOf = (...webhooks: Parameters<typeof admissionWebhook<KubeObject>>[0][]) => webhookManifests(webhooks.map(admissionWebhook)) as unknown as Configuration[];

test('a kind with defaults and validation is in both configurations, by name, path and operations', () => {
  const [mutating, validating] = manifestsOf({ resource, defaults: (object) => object, validate, validateOperations: ['CREATE', 'UPDATE', 'DELETE'] });
  const rule = { apiGroups: ['a.example.com'], apiVersions: ['v1'], resources: ['things'] };
  expect(mutating).toMatchObject({
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'mutating-webhook-configuration' },
    webhooks: [{ name: 'default.thing.a.example.com', clientConfig: { service: { path: '/mutate-a-example-com-v1-thing' } }, rules: [{ ...rule, operations: ['CREATE', 'UPDATE'] }] }],
  });
  expect(validating).toMatchObject({
    kind: 'ValidatingWebhookConfiguration',
    webhooks: [{ name: 'validation.thing.a.example.com', clientConfig: { service: { path: '/validate-a-example-com-v1-thing' } }, rules: [{ ...rule, operations: ['CREATE', 'UPDATE', 'DELETE'] }] }],
  });
});

test('a subresource has a rule, a name and a path of its own', () => {
  const scale = { resource, subresource: 'scale', validate, validateOperations: ['UPDATE'], names: { validating: 'validation-scale.thing.a.example.com', validatingPath: '/validate-scale' } } as const;
  const [validating, ...others] = manifestsOf({ resource, validate }, scale);
  expect(others).toEqual([]);
  expect(validating?.webhooks.map(({ name }) => name)).toEqual(['validation-scale.thing.a.example.com', 'validation.thing.a.example.com']);
  expect(validating?.webhooks[0]).toMatchObject({ clientConfig: { service: { path: '/validate-scale' } }, rules: [{ operations: ['UPDATE'], resources: ['things/scale'] }] });
});

test('nothing to say, no configuration', () => {
  expect(manifestsOf({ resource })).toEqual([]);
});
