import type { KubeObject } from '@clusterwright/api';
import { reviewDefaults, reviewValidation } from '@clusterwright/controller-runtime/webhooks/admission-review';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { damagedObjects } from '@clusterwright/test-env/damaged-objects';
import { coreWebhooks } from './webhooks.ts';

const deps = { client: new FakeClient(), now: () => new Date('2026-11-21T12:00:00Z') };
const ref = (kind: string) => ({ apiGroup: 'a.b', kind, name: 'n' });
const machineSpec = { clusterName: 'c', version: 'v1.36.3', bootstrap: { configRef: ref('B') }, infrastructureRef: ref('I'), deletion: { nodeDrainTimeoutSeconds: 1 }, taints: [{ key: 'k', effect: 'NoSchedule', propagation: 'Always' }] };
const template = { metadata: { labels: { a: 'b' }, annotations: { c: 'd' } }, spec: machineSpec };
const selector = { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] };
const rollout = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } };

const an = (kind: string, spec: object) => ({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind, metadata: { name: 'n', namespace: 'ns' }, spec });
const cluster = an('Cluster', { infrastructureRef: ref('I'), clusterNetwork: { pods: { cidrBlocks: ['10.0.0.0/8'] } } });
const machineDeployment = an('MachineDeployment', { clusterName: 'c', replicas: 3, selector, template, rollout });

function webhookOf(kind: string) {
  const webhook = coreWebhooks({ features: parseFeatureGates([]) }).find(({ resource }) => resource.kind === kind);
  if (!webhook) throw new Error(`no webhook for ${kind}`);
  return webhook;
}

test.each([
  { object: cluster },
  { object: an('Machine', machineSpec) },
  { object: an('MachineSet', { clusterName: 'c', replicas: 3, selector, template }) },
  { object: machineDeployment },
  { object: an('MachinePool', { clusterName: 'c', replicas: 3, template, providerIDList: ['a'] }) },
  { object: an('MachineHealthCheck', { clusterName: 'c', selector, checks: { nodeStartupTimeoutSeconds: 30, unhealthyNodeConditions: [{ type: 'Ready', status: 'False', timeoutSeconds: 1 }] }, remediation: { triggerIf: { unhealthyInRange: '[1-2]' } } }) },
  { object: an('ExtensionConfig', { clientConfig: { service: { name: 's', namespace: 'n' }, caBundle: 'eA==' }, namespaceSelector: selector, settings: { a: 'b' } }) },
])('defaulting copes with whatever stands in the place of parts of a $object.kind', async ({ object }) => {
  const webhook = webhookOf(object.kind);
  const defects: string[] = [];
  for (const damaged of damagedObjects<KubeObject>(object)) {
    const { status } = await reviewDefaults(webhook, { uid: 'u', operation: 'CREATE', object: damaged.object }, deps);
    if (status && status.code !== 400) defects.push(`${damaged.name}: ${status.message ?? ''}`);
  }
  expect(defects).toEqual([]);
});

test('an autoscaler annotation that is no number is forbidden with its name', async () => {
  const annotations = { 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size': 'x', 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size': '3' };
  const { replicas: _replicas, ...spec } = machineDeployment.spec as { replicas: number };
  const object = { ...machineDeployment, metadata: { name: 'n', annotations }, spec };
  const { allowed, status } = await reviewDefaults(webhookOf('MachineDeployment'), { uid: 'u', operation: 'CREATE', object }, deps);
  expect({ allowed, code: status?.code, message: status?.message }).toMatchObject({ allowed: false, code: 403, message: expect.stringContaining('node-group-min-size must be a whole number') });
});

test('without its feature gate a MachinePool is forbidden, whatever it says', async () => {
  const object = an('MachinePool', { clusterName: 'c', replicas: 3, template: { spec: { clusterName: 'c', bootstrap: { dataSecretName: 's' }, infrastructureRef: ref('I') } } });
  const answerWith = async (...gates: string[]) => {
    const webhook = coreWebhooks({ features: parseFeatureGates(gates) }).find(({ resource }) => resource.kind === 'MachinePool');
    return webhook && (await reviewValidation(webhook, { uid: 'u', operation: 'CREATE', object }, deps));
  };
  expect([await answerWith(), await answerWith('MachinePool=false')]).toMatchObject([{ allowed: true }, { allowed: false, status: { code: 403, message: expect.stringContaining('feature gate MachinePool') } }]);
});

test('a Cluster can always be deleted, whatever is wrong with it', async () => {
  const broken = an('Cluster', { paused: true });
  const webhook = webhookOf('Cluster');
  expect((await reviewValidation(webhook, { uid: 'u', operation: 'CREATE', object: broken }, deps)).status?.code).toBe(422);
  expect((await reviewValidation(webhook, { uid: 'u', operation: 'DELETE', oldObject: broken }, deps)).allowed).toBe(true);
});

describe('an IPAddress', () => {
  const ipam = (kind: string, name: string, spec: object) => ({ apiVersion: 'ipam.cluster.x-k8s.io/v1beta2', kind, metadata: { name, namespace: 'ns' }, spec });
  const claim = ipam('IPAddressClaim', 'claim', { poolRef: ref('Pool') });
  const address = (poolRef = ref('Pool')) => ipam('IPAddress', 'address', { claimRef: { name: 'claim' }, poolRef, address: '10.0.0.5', prefix: 24 });
  const withClaim = { ...deps, client: new FakeClient({ objects: [claim] }) };

  test.each([
    { name: 'from the pool that its claim asks', why: 'it fulfils the claim', request: { operation: 'CREATE', object: address() }, given: withClaim, want: { allowed: true } },
    { name: 'from another pool', why: 'it would fulfil nothing', request: { operation: 'CREATE', object: address(ref('Other')) }, given: withClaim, want: { allowed: false, status: { code: 422, message: expect.stringContaining('spec.poolRef') } } },
    { name: 'before its claim', why: 'restored in any order', request: { operation: 'CREATE', object: address(ref('Other')) }, given: deps, want: { allowed: true } },
    { name: 'that changes', why: 'immutable', request: { operation: 'UPDATE', object: address(ref('Other')), oldObject: address() }, given: deps, want: { allowed: false, status: { message: expect.stringContaining('immutable') } } },
    { name: 'that goes', why: 'whatever is wrong with it', request: { operation: 'DELETE', oldObject: address(ref('Other')) }, given: withClaim, want: { allowed: true } },
  ] as const)('$name ($why)', async ({ request, given, want }) => {
    expect(await reviewValidation(webhookOf('IPAddress'), { uid: 'u', ...request }, given)).toMatchObject(want);
  });

  test('asks for the right to read claims', () => {
    expect(webhookOf('IPAddress').rbac).toEqual([{ apiGroups: ['ipam.cluster.x-k8s.io'], resources: ['ipaddressclaims'], verbs: ['get'] }]);
  });
});
