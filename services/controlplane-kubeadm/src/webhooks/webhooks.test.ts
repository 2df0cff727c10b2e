import type { KubeObject } from '@clusterwright/api';
import { reviewDefaults, reviewValidation } from '@clusterwright/controller-runtime/webhooks/admission-review';
import { mutatingPath, validatingName, validatingPath } from '@clusterwright/controller-runtime/webhooks/webhook-paths';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { damagedObjects } from '@clusterwright/test-env/damaged-objects';
import { controlPlaneWebhooks } from './webhooks.ts';

const head = { apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', metadata: { name: 'cp', namespace: 'ns' } };
const token = { token: 'abcdef.0123456789abcdef' };
const kubeadmConfigSpec = { initConfiguration: { bootstrapTokens: [token] } };
const rollout = { before: { certificatesExpiryDays: 21 }, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } };
const machineTemplate = { spec: { infrastructureRef: { apiGroup: 'a.b', kind: 'I', name: 'i' } } };
const controlPlane = { ...head, kind: 'KubeadmControlPlane', spec: { replicas: 3, version: 'v1.36.3', machineTemplate, kubeadmConfigSpec, rollout } };
const template = { ...head, kind: 'KubeadmControlPlaneTemplate', spec: { template: { spec: { kubeadmConfigSpec, rollout } } } };

const deps = { client: new FakeClient({ objects: [controlPlane] }), now: () => new Date('2026-11-21T12:00:00Z') };

function webhookOf(kind: string, { subresource, gates = [] }: { subresource?: string; gates?: string[] } = {}) {
  const webhook = controlPlaneWebhooks({ features: parseFeatureGates(gates) }).find((candidate) => candidate.resource.kind === kind && candidate.subresource === subresource);
  if (!webhook) throw new Error(`no webhook for ${kind}`);
  return webhook;
}
const scaleHook = webhookOf('KubeadmControlPlane', { subresource: 'scale' });

test('paths and names are upstream’s, that of scale included', () => {
  const webhooks = [webhookOf('KubeadmControlPlane'), scaleHook, webhookOf('KubeadmControlPlaneTemplate')];
  expect(mutatingPath(webhooks[0]!)).toBe('/mutate-controlplane-cluster-x-k8s-io-v1beta2-kubeadmcontrolplane');
  expect(webhooks.map(validatingPath)).toEqual([
    '/validate-controlplane-cluster-x-k8s-io-v1beta2-kubeadmcontrolplane',
    '/validate-scale-controlplane-cluster-x-k8s-io-v1beta2-kubeadmcontrolplane',
    '/validate-controlplane-cluster-x-k8s-io-v1beta2-kubeadmcontrolplanetemplate',
  ]);
  expect(webhooks.map(validatingName)).toEqual([
    'validation.kubeadmcontrolplane.controlplane.cluster.x-k8s.io',
    'validation-scale.kubeadmcontrolplane.controlplane.cluster.x-k8s.io',
    'validation.kubeadmcontrolplanetemplate.controlplane.cluster.x-k8s.io',
  ]);
});

test('defaulting copes with whatever stands in the place of parts of a KubeadmControlPlane', async () => {
  const defects: string[] = [];
  for (const damaged of damagedObjects<KubeObject>(controlPlane)) {
    const { status } = await reviewDefaults(webhookOf('KubeadmControlPlane'), { uid: 'u', operation: 'CREATE', object: damaged.object }, deps);
    if (status && status.code !== 400) defects.push(`${damaged.name}: ${status.message ?? ''}`);
  }
  expect(defects).toEqual([]);
});

test('a bootstrap token that cannot be read is a bad request, and is not shown', async () => {
  const bad = { initConfiguration: { bootstrapTokens: [token, { token: 'se.cret' }] } };
  const forControlPlane = await reviewDefaults(webhookOf('KubeadmControlPlane'), { uid: 'u', operation: 'CREATE', object: { ...controlPlane, spec: { ...controlPlane.spec, kubeadmConfigSpec: bad } } as KubeObject }, deps);
  const forTemplate = await reviewValidation(webhookOf('KubeadmControlPlaneTemplate', { gates: ['ClusterTopology=true'] }), { uid: 'u', operation: 'CREATE', object: { ...template, spec: { template: { spec: { kubeadmConfigSpec: bad } } } } as KubeObject }, deps);
  for (const { allowed, status } of [forControlPlane, forTemplate]) {
    expect({ allowed, code: status?.code, message: status?.message }).toMatchObject({ allowed: false, code: 400, message: expect.stringContaining('bootstrapTokens[1].token') });
    expect(status?.message).not.toContain('se.cret');
  }
});

test('without the gate of topologies, templates are forbidden and not merely invalid', async () => {
  const request = { uid: 'u', operation: 'CREATE', object: template } as const;
  expect((await reviewValidation(webhookOf('KubeadmControlPlaneTemplate'), request, deps)).status?.code).toBe(403);
  expect((await reviewValidation(webhookOf('KubeadmControlPlaneTemplate', { gates: ['ClusterTopology=true'] }), request, deps)).allowed).toBe(true);
});

const scale = (replicas: number, name = 'cp') => ({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name, namespace: 'ns' }, spec: { replicas } });

test.each([
  { name: 'an odd number', object: scale(5), want: undefined },
  { name: 'an even number', object: scale(4), want: { code: 403, message: 'replicas must be an odd number, unless etcd is external' } },
  { name: 'zero', object: scale(0), want: { code: 403, message: 'replicas must be greater than 0' } },
  { name: 'a control plane that is not there', object: scale(3, 'other'), want: { code: 404 } },
])('scaling to $name', async ({ object, want }) => {
  const { allowed, status } = await reviewValidation(scaleHook, { uid: 'u', operation: 'UPDATE', object, oldObject: scale(3) }, deps);
  expect(allowed).toBe(want === undefined);
  if (want) expect(status).toMatchObject(want);
  expect(status?.details?.causes).toBeUndefined();
});

test('a control plane that the cache does not have yet is read from the API server', async () => {
  const { client } = deps;
  const lagging = Object.assign(Object.create(client) as FakeClient, { get: () => Promise.resolve(undefined) });
  expect((await reviewValidation(scaleHook, { uid: 'u', operation: 'UPDATE', object: scale(5) }, { ...deps, client: lagging })).allowed).toBe(true);
});
