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
  { name: 'an older cluster', object: an('DockerCluster', clusterSpec.backend.docker) },
  { name: 'an older template of clusters', object: an('DockerClusterTemplate', templateOf(clusterSpec.backend.docker)) },
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

describe('the older kinds', () => {
  const { docker } = clusterSpec.backend;
  const review = (kind: string, object: KubeObject, oldObject?: KubeObject) =>
    reviewValidation(webhookOf(kind, 'ClusterTopology=true'), { uid: 'u', operation: oldObject ? 'UPDATE' : 'CREATE', object, ...(oldObject && { oldObject }) }, deps);

  test.each([
    { name: 'a cluster', why: 'as defaulted', kind: 'DockerCluster', next: docker, previous: undefined, refused: [] },
    { name: 'failure domains out of order', why: 'two orders of one list would be two lists', kind: 'DockerCluster', next: { failureDomains: [{ name: 'b' }, { name: 'a' }] }, previous: undefined, refused: ['spec.failureDomains'] },
    { name: 'another image', why: 'the container exists', kind: 'DockerMachine', next: { customImage: 'b' }, previous: { customImage: 'a' }, refused: ['spec.customImage'] },
    { name: 'an image where there was none', why: 'the container exists', kind: 'DockerMachine', next: { customImage: 'b' }, previous: {}, refused: ['spec.customImage'] },
    { name: 'anything else of a machine', why: 'it has no effect any more', kind: 'DockerMachine', next: { preLoadImages: ['a'] }, previous: {}, refused: [] },
    { name: 'a changed template', why: 'rollouts compare templates by name', kind: 'DockerMachineTemplate', next: templateOf({ customImage: 'b' }), previous: templateOf({ customImage: 'a' }), refused: ['spec.template.spec'] },
    { name: 'a changed template of clusters', why: 'rollouts compare templates by name', kind: 'DockerClusterTemplate', next: templateOf({ loadBalancer: { imageTag: 'b' } }), previous: templateOf({}), refused: ['spec.template.spec'] },
    { name: 'a template of clusters that was stored before there were defaults', why: 'it must not count as changed', kind: 'DockerClusterTemplate', next: templateOf({ controlPlaneEndpoint: { port: 6443 }, loadBalancer: {} }), previous: templateOf({}), refused: [] },
  ])('$name is refused at $refused ($why)', async ({ kind, next, previous, refused }) => {
    const { allowed, status } = await review(kind, an(kind, next), previous && an(kind, previous));
    expect([allowed, status?.details?.causes?.map(({ field }) => field) ?? []]).toEqual([refused.length === 0, refused]);
  });

  test.each(['DockerMachine', 'DockerMachineTemplate'])('a duration of a %s that cannot be read is a bad request', async (kind) => {
    const spec = { bootstrapTimeout: 'soon' };
    expect((await review(kind, an(kind, kind === 'DockerMachine' ? spec : templateOf(spec)))).status?.code).toBe(400);
  });

  test('a cluster gets the port of the API server, and failure domains say whether they take control planes', async () => {
    const { patch } = await reviewDefaults(webhookOf('DockerCluster'), { uid: 'u', operation: 'CREATE', object: an('DockerCluster', { failureDomains: [{ name: 'a' }] }) }, deps);
    const operations = JSON.parse(Buffer.from(patch ?? '', 'base64').toString()) as { path: string; value: unknown }[];
    expect(operations.map(({ path, value }) => [path, value])).toEqual(
      expect.arrayContaining([['/spec/controlPlaneEndpoint', { port: 6443 }], ['/spec/failureDomains', [{ name: 'a', controlPlane: false }]], ['/spec/loadBalancer', {}]]),
    );
  });

  test('without the gate of topologies, templates of clusters are forbidden', async () => {
    const request = { uid: 'u', operation: 'CREATE', object: an('DockerClusterTemplate', templateOf({})) } as const;
    expect((await reviewValidation(webhookOf('DockerClusterTemplate'), request, deps)).status?.code).toBe(403);
  });
});
