import type { KubeObject } from '@clusterwright/api';
import { reviewDefaults, reviewValidation } from '@clusterwright/controller-runtime/webhooks/admission-review';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { damagedObjects } from '@clusterwright/test-env/damaged-objects';
import { bootstrapWebhooks } from './webhooks.ts';

const deps = { client: new FakeClient(), now: () => new Date('2026-11-21T12:00:00Z') };
const file = { kubeConfigPath: '/f', kubeConfig: { user: { exec: { command: 'c' } } } };
const spec = {
  initConfiguration: { bootstrapTokens: [{ token: 'abcdef.0123456789abcdef' }], nodeRegistration: { name: 'n' } },
  joinConfiguration: { nodeRegistration: { name: 'n' }, discovery: { file } },
};
const template = {
  apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2',
  kind: 'KubeadmConfigTemplate',
  metadata: { name: 'n', namespace: 'ns', annotations: { 'topology.cluster.x-k8s.io/dry-run': '' } },
  spec: { template: { spec } },
};

function webhookOf(kind: string) {
  const webhook = bootstrapWebhooks({ ignition: false }).find(({ resource }) => resource.kind === kind);
  if (!webhook) throw new Error(`no webhook for ${kind}`);
  return webhook;
}

test('defaulting copes with whatever stands in the place of parts of a KubeadmConfigTemplate', async () => {
  const defects: string[] = [];
  for (const damaged of damagedObjects<KubeObject>(template)) {
    const { status } = await reviewDefaults(webhookOf('KubeadmConfigTemplate'), { uid: 'u', operation: 'CREATE', dryRun: true, object: damaged.object }, deps);
    if (status && status.code !== 400) defects.push(`${damaged.name}: ${status.message ?? ''}`);
  }
  expect(defects).toEqual([]);
});

test('a bootstrap token that cannot be read is a bad request, and is not shown', async () => {
  const bad = { initConfiguration: { bootstrapTokens: [{ token: 'se.cret' }] } };
  const config = { ...template, kind: 'KubeadmConfig', spec: bad } as KubeObject;
  const answers = [
    await reviewValidation(webhookOf('KubeadmConfig'), { uid: 'u', operation: 'CREATE', object: config }, deps),
    await reviewDefaults(webhookOf('KubeadmConfigTemplate'), { uid: 'u', operation: 'CREATE', object: { ...template, spec: { template: { spec: bad } } } as KubeObject }, deps),
  ];
  for (const { allowed, status } of answers) {
    expect({ allowed, code: status?.code, message: status?.message }).toMatchObject({ allowed: false, code: 400, message: expect.stringContaining('bootstrapTokens[0].token') });
    expect(status?.message).not.toContain('se.cret');
  }
});
