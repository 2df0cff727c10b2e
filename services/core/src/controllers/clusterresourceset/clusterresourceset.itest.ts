import type { Condition, OwnerReference } from '@clusterwright/api';
import { ClusterResourceSetBindings, ClusterResourceSets } from '@clusterwright/api/addons/v1beta2';
import type { ClusterResourceSet, ClusterResourceSetBinding, ClusterResourceSetSpec } from '@clusterwright/api/addons/v1beta2';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import { ConfigMaps, DaemonSets, Secrets } from '@clusterwright/api/kubernetes';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { createWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/create-workload-clusters';
import { eventually } from '@clusterwright/test-env';
import { putOwnKubeconfig, startTestManager } from '@clusterwright/test-env/test-manager';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import { addClusterResourceSetBindingController } from '../clusterresourcesetbinding/clusterresourcesetbinding.controller.ts';
import { addClusterResourceSetController } from './clusterresourceset.controller.ts';

/** The test's API server is management and workload cluster in one: the kubeconfig of the Cluster leads back to it. */
async function start(): Promise<TestManager> {
  const world = await startTestManager({
    prefix: 'crs',
    setup: (manager) => {
      manager.cacheKind(Secrets, { labelSelector: 'cluster.x-k8s.io/cluster-name' });
      addClusterResourceSetController(manager, { workloadClusters: createWorkloadClusters({ manager, nodes: false }), concurrency: 4 });
      addClusterResourceSetBindingController(manager, { features: parseFeatureGates([]), concurrency: 4 });
    },
  });
  const { client, namespace } = world;
  await putOwnKubeconfig(world, 'c');
  const ref = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevCluster', name: 'c' };
  await client.create(Clusters, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace, labels: { cni: 'test' } }, spec: { infrastructureRef: ref } });
  return world;
}

/** Lets the manager connect to the workload cluster. */
async function provision({ client, namespace }: TestManager): Promise<void> {
  await client.patch(Clusters, { namespace, name: 'c' }, { type: 'merge', body: { status: { initialization: { infrastructureProvisioned: true } } } }, { subresource: 'status' });
}

function aSet(namespace: string, spec: Partial<ClusterResourceSetSpec> = {}, name = 'cni'): ClusterResourceSet {
  return { apiVersion: 'addons.cluster.x-k8s.io/v1beta2', kind: 'ClusterResourceSet', metadata: { name, namespace }, spec: { clusterSelector: { matchLabels: { cni: 'test' } }, resources: [{ kind: 'ConfigMap', name: 'cni' }], strategy: 'ApplyOnce', ...spec } };
}

/** A pod network as its authors publish it: users before what they use, a cluster role among them. */
function podNetwork(namespace: string): string {
  const labels = { app: 'cni' };
  const spec = { serviceAccountName: 'cni', containers: [{ name: 'cni', image: 'cni:v1', volumeMounts: [] }], volumes: [{ name: 'config', configMap: { name: 'cni', defaultMode: '__mode__' } }] };
  const objects = [
    { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'cni', namespace }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } } },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: namespace }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: namespace }, subjects: [{ kind: 'ServiceAccount', name: 'cni', namespace }] },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: namespace }, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }] },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'cni', namespace } },
  ];
  return `# Pod network\n---\n${objects.map((object) => JSON.stringify(object).replace('"__mode__"', '0644')).join('\n---\n')}\n`;
}

const createConfigMap = ({ client, namespace }: TestManager, name: string, text: string) => client.create(ConfigMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { 'manifests.yaml': text } });
const bindingOf = ({ client, namespace }: TestManager): Promise<ClusterResourceSetBinding> => client.get(ClusterResourceSetBindings, { namespace, name: 'c' });
const boundResources = async (world: TestManager): Promise<unknown> => (await bindingOf(world)).spec.bindings?.map(({ clusterResourceSetName, resources = [] }) => [clusterResourceSetName, ...resources.map(({ kind, name, applied }) => `${kind} ${name} ${String(applied)}`)]);
const conditionOf = async ({ client, namespace }: TestManager, name = 'cni'): Promise<string> => {
  const { status } = await client.get(ClusterResourceSets, { namespace, name });
  const condition: Condition | undefined = status?.conditions?.find(({ type }) => type === 'ResourcesApplied');
  return [condition?.status, condition?.reason, condition?.message].filter(Boolean).join(' ');
};
const owners = (references: readonly OwnerReference[] | undefined): string[] => (references ?? []).map(({ kind, name }) => `${kind}/${name}`);
const count = (answers: readonly string[], pattern: RegExp): number => answers.filter((answer) => pattern.test(answer)).length;
const seeLogs = 'False InternalError Please check controller logs for errors';

describe('a ClusterResourceSet', () => {
  let world: TestManager;
  beforeEach(async () => (world = await start()));
  afterEach(() => world.stop());

  test('brings the pod network to a Cluster as soon as it can be reached, once, and leaves it there', async () => {
    const { client, namespace } = world;
    await createConfigMap(world, 'cni', podNetwork(namespace));
    await client.create(ClusterResourceSets, aSet(namespace));
    await eventually(async () => expect(await conditionOf(world)).toBe(seeLogs));
    expect(owners((await client.get(ConfigMaps, { namespace, name: 'cni' })).metadata.ownerReferences)).toEqual(['ClusterResourceSet/cni']);
    expect(await boundResources(world)).toEqual([['cni']]);

    await provision(world);
    await eventually(async () => expect(await conditionOf(world)).toBe('True Applied'));
    expect((await client.get(DaemonSets, { namespace, name: 'cni' })).spec?.template?.spec).toMatchObject({ volumes: [{ configMap: { defaultMode: 420 } }] });
    expect((await client.raw('GET', `/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/${namespace}`)).status).toBe(200);
    const binding = await bindingOf(world);
    expect(owners(binding.metadata.ownerReferences)).toEqual(['ClusterResourceSet/cni']);
    expect(binding.spec).toEqual({ clusterName: 'c', bindings: [{ clusterResourceSetName: 'cni', resources: [{ kind: 'ConfigMap', name: 'cni', applied: true, hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), lastAppliedTime: expect.any(String) }] }] });
    // Finalizer, owner reference, binding before and after, two statuses.
    expect(count(world.answers, /^(POST|PATCH|PUT|DELETE)/)).toBeLessThanOrEqual(7);

    await client.delete(DaemonSets, { namespace, name: 'cni' });
    await client.patch(ConfigMaps, { namespace, name: 'cni' }, { type: 'merge', body: { metadata: { annotations: { nudge: '1' } } } });
    await client.delete(ClusterResourceSets, { namespace, name: 'cni' });
    await eventually(() => expect(client.get(ClusterResourceSets, { namespace, name: 'cni' })).rejects.toMatchObject({ status: 404 }));
    await expect(bindingOf(world)).rejects.toMatchObject({ status: 404 });
    await expect(client.get(DaemonSets, { namespace, name: 'cni' })).rejects.toMatchObject({ status: 404 });
    expect((await client.raw('GET', `/apis/rbac.authorization.k8s.io/v1/clusterroles/${namespace}`)).status).toBe(200);
    for (const kind of ['clusterroles', 'clusterrolebindings']) await client.raw('DELETE', `/apis/rbac.authorization.k8s.io/v1/${kind}/${namespace}`);
  });

  test('keeps a Cluster in line with its manifests, those that come later included, and shares the binding', async () => {
    const { client, namespace } = world;
    const manifest = (value: string): string => JSON.stringify([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied', namespace }, data: { value } }]);
    await provision(world);
    await client.create(ClusterResourceSets, aSet(namespace, { strategy: 'Reconcile', resources: [{ kind: 'ConfigMap', name: 'cni' }, { kind: 'Secret', name: 'more' }] }));
    await client.create(ClusterResourceSets, aSet(namespace, { resources: [{ kind: 'ConfigMap', name: 'cni' }] }, 'other'));
    await eventually(async () => expect(await boundResources(world)).toEqual(expect.arrayContaining([['cni'], ['other']])));

    await createConfigMap(world, 'cni', manifest('1'));
    await eventually(async () => expect((await client.get(ConfigMaps, { namespace, name: 'applied' })).data).toEqual({ value: '1' }));
    await eventually(async () => expect(await conditionOf(world, 'other')).toBe('True Applied'));
    expect(await conditionOf(world)).toBe(seeLogs);

    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'more', namespace }, data: { x: Buffer.from(manifest('1').replaceAll('applied', 'secretly')).toString('base64') } };
    await client.create(Secrets, { ...secret, type: 'Opaque' });
    await eventually(async () => expect(await conditionOf(world)).toBe('False WrongSecretType Secret type of resource more is not supported'));
    await client.delete(Secrets, { namespace, name: 'more' });
    await client.create(Secrets, { ...secret, type: 'addons.cluster.x-k8s.io/resource-set' });
    await eventually(async () => expect(await conditionOf(world)).toBe('True Applied'));
    expect((await client.get(ConfigMaps, { namespace, name: 'secretly' })).data).toEqual({ value: '1' });

    await client.patch(ConfigMaps, { namespace, name: 'cni' }, { type: 'merge', body: { data: { 'manifests.yaml': manifest('2') } } });
    await eventually(async () => expect((await client.get(ConfigMaps, { namespace, name: 'applied' })).data).toEqual({ value: '2' }));
    await eventually(async () => expect(await boundResources(world)).toEqual(expect.arrayContaining([['cni', 'ConfigMap cni true', 'Secret more true'], ['other', 'ConfigMap cni true']])));

    await client.delete(ClusterResourceSets, { namespace, name: 'other' });
    await eventually(async () => expect(await boundResources(world)).toEqual([['cni', 'ConfigMap cni true', 'Secret more true']]));
    expect(owners((await bindingOf(world)).metadata.ownerReferences)).toEqual(['ClusterResourceSet/cni']);
  });

  test('a manifest that is refused is said, the others are applied, and the Cluster takes its binding along', async () => {
    const { client, namespace } = world;
    await provision(world);
    const [bad, good] = ['missing-namespace', namespace].map((where) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied', namespace: where } }));
    await createConfigMap(world, 'cni', `${bad}\n---\n${good}`);
    await client.create(ClusterResourceSets, aSet(namespace));
    await eventually(async () => expect(await conditionOf(world)).toBe('False NotApplied Failed to apply ClusterResourceSet resources to Cluster'));
    const { status } = await client.get(ClusterResourceSets, { namespace, name: 'cni' });
    const deprecated: unknown = status?.deprecated?.v1beta1?.conditions;
    expect(deprecated).toMatchObject([{ type: 'ResourcesApplied', status: 'False', severity: 'Warning', reason: 'ApplyFailed', message: expect.stringContaining('creating object /v1, Kind=ConfigMap missing-namespace/applied') }]);
    expect(await client.get(ConfigMaps, { namespace, name: 'applied' })).toBeDefined();
    expect(await boundResources(world)).toEqual([['cni', 'ConfigMap cni false']]);

    await client.delete(Clusters, { namespace, name: 'c' });
    await eventually(() => expect(bindingOf(world)).rejects.toMatchObject({ status: 404 }));
    await client.delete(ClusterResourceSets, { namespace, name: 'cni' });
    await eventually(() => expect(client.get(ClusterResourceSets, { namespace, name: 'cni' })).rejects.toMatchObject({ status: 404 }));
  });
});
