import type { KubeObject } from '@clusterwright/api';
import { reviewDefaults, reviewValidation } from '@clusterwright/controller-runtime/webhooks/admission-review';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { damagedObjects } from '@clusterwright/test-env/damaged-objects';
import { infraDockerWebhooks } from './webhooks.ts';

const deps = { client: new FakeClient(), now: () => new Date('2026-11-21T12:00:00Z') };
const webhooksWith = (...gates: string[]) => infraDockerWebhooks({ features: parseFeatureGates(gates) });
const provisioning = { provisioning: { startupDuration: '10s', startupJitter: '0.2' } };
const machineSpec = { providerID: 'p', backend: { inMemory: { vm: provisioning, node: provisioning, apiServer: provisioning, etcd: provisioning } } };
const containerSpec = { backend: { docker: { customImage: 'i', preLoadImages: ['j'], extraMounts: [{ hostPath: '/h' }], bootstrapTimeout: '5m' } } };
const clusterSpec = { controlPlaneEndpoint: { host: 'h' }, backend: { docker: { failureDomains: [{ name: 'a', attributes: { b: 'c' } }], loadBalancer: { imageTag: 't' } } } };

const an = (kind: string, spec: object) => ({ apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind, metadata: { name: 'n', namespace: 'ns' }, spec });
const templateOf = (spec: object): object => ({ template: { metadata: { labels: { a: 'b' } }, spec } });

function webhookOf(kind: string, ...gates: string[]) {
  const webhook = webhooksWith(...gates).find(({ resource }) => resource.kind === kind);
  if (!webhook) throw new Error(`no webhook for ${kind}`);
  return webhook;
}

test.each([
  { name: 'a simulated machine', object: an('DevMachine', machineSpec) },
  { name: 'a container', object: an('DevMachine', containerSpec) },
  { name: 'a template of machines', object: an('DevMachineTemplate', templateOf(machineSpec)) },
  { name: 'a cluster', object: an('DevCluster', clusterSpec) },
  { name: 'a template of clusters', object: an('DevClusterTemplate', templateOf(clusterSpec)) },
])('defaulting copes with whatever stands in the place of parts of $name', async ({ object }) => {
  const webhook = webhookOf(object.kind);
  const defects: string[] = [];
  for (const damaged of damagedObjects<KubeObject>(object)) {
    const { status } = await reviewDefaults(webhook, { uid: 'u', operation: 'CREATE', object: damaged.object }, deps);
    if (status && status.code !== 400) defects.push(`${damaged.name}: ${status.message ?? ''}`);
  }
  expect(defects).toEqual([]);
});

test.each([
  { kind: 'DevMachine', object: an('DevMachine', { backend: { docker: { bootstrapTimeout: 'soon' } } }) },
  { kind: 'DevMachineTemplate', object: an('DevMachineTemplate', templateOf({ backend: { docker: { bootstrapTimeout: 'soon' } } })) },
])('a duration of a $kind that cannot be read is a bad request', async ({ kind, object }) => {
  const { allowed, status } = await reviewDefaults(webhookOf(kind), { uid: 'u', operation: 'CREATE', object }, deps);
  expect({ allowed, code: status?.code, message: status?.message }).toMatchObject({ allowed: false, code: 400, message: expect.stringContaining('bootstrapTimeout: "soon" is no duration') });
});

test('without the gate of topologies, templates of clusters are forbidden and not merely invalid', async () => {
  const request = { uid: 'u', operation: 'CREATE', object: an('DevClusterTemplate', templateOf({ backend: { inMemory: {} } })) } as const;
  expect((await reviewValidation(webhookOf('DevClusterTemplate'), request, deps)).status?.code).toBe(403);
  expect((await reviewValidation(webhookOf('DevClusterTemplate', 'ClusterTopology=true'), request, deps)).allowed).toBe(true);
});
