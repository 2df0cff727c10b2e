import { join } from 'node:path';
import { kubectl, kustomizeBase, testControlPlane } from '@clusterwright/test-env';
import { loadAll } from 'js-yaml';

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  [field: string]: unknown;
}

/** What clusterctl, GitOps repositories and people know the providers by. */
const providers = [
  { name: 'core', namespace: 'capi-system', deployment: 'capi-controller-manager', label: 'cluster-api', boundRole: 'capi-aggregated-manager-role', webhooks: 'capi-' },
  { name: 'bootstrap-kubeadm', namespace: 'capi-kubeadm-bootstrap-system', deployment: 'capi-kubeadm-bootstrap-controller-manager', label: 'bootstrap-kubeadm', boundRole: 'capi-kubeadm-bootstrap-manager-role', webhooks: 'capi-kubeadm-bootstrap-' },
  { name: 'controlplane-kubeadm', namespace: 'capi-kubeadm-control-plane-system', deployment: 'capi-kubeadm-control-plane-controller-manager', label: 'control-plane-kubeadm', boundRole: 'capi-kubeadm-control-plane-aggregated-manager-role', webhooks: 'capi-kubeadm-control-plane-' },
  { name: 'infra-docker', namespace: 'capd-system', deployment: 'capd-controller-manager', label: 'infrastructure-docker', boundRole: 'capd-manager-role', webhooks: 'capd-' },
] as const;

describe.each(providers)('deploy/kustomize/base/$name', ({ name, namespace, deployment, label, boundRole, webhooks }) => {
  let manifests: Manifest[];
  let rendered: string;
  const find = (kind: string): Manifest => {
    const found = manifests.find((manifest) => manifest.kind === kind);
    if (!found) throw new Error(`no ${kind} is rendered`);
    return found;
  };

  beforeAll(async () => {
    rendered = await kubectl(await testControlPlane(), ['kustomize', join(kustomizeBase, name)]);
    manifests = loadAll(rendered) as Manifest[];
  });

  test("has upstream's names and the provider label everywhere", () => {
    expect(find('Namespace').metadata.name).toBe(namespace);
    expect(find('Deployment').metadata).toMatchObject({ name: deployment, namespace });
    expect(find('ClusterRoleBinding')).toMatchObject({ roleRef: { name: boundRole }, subjects: [{ kind: 'ServiceAccount', name: `${webhooks}manager`, namespace }] });
    expect(manifests.filter(({ metadata }) => metadata.labels?.['cluster.x-k8s.io/provider'] !== label)).toEqual([]);
  });

  test('webhooks are called through the Service of the Deployment', () => {
    expect(find('Service')).toMatchObject({ metadata: { name: `${webhooks}webhook-service`, namespace }, spec: { selector: { 'cluster.x-k8s.io/provider': label }, ports: [{ port: 443, targetPort: 'webhook-server' }] } });
    expect(find('ValidatingWebhookConfiguration')).toMatchObject({
      metadata: { name: `${webhooks}validating-webhook-configuration` },
      webhooks: expect.arrayContaining([expect.objectContaining({ failurePolicy: 'Fail', sideEffects: 'None', clientConfig: { service: expect.objectContaining({ name: `${webhooks}webhook-service`, namespace }) as unknown } })]) as unknown,
    });
  });

  test('the API server accepts all of it', async () => {
    const controlPlane = await testControlPlane();
    await kubectl(controlPlane, ['apply', '--server-side', '-f', '-'], JSON.stringify(find('Namespace')));
    const accepted = await kubectl(controlPlane, ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '-f', '-'], rendered);
    expect(accepted.trim().split('\n')).toHaveLength(manifests.length);
  });
});

test('only kinds of other providers carry contract labels', async () => {
  const controlPlane = await testControlPlane();
  const { items } = JSON.parse(await kubectl(controlPlane, ['get', 'crd', '-o', 'json'])) as { items: Manifest[] };
  const label = (name: string): string | undefined => items.find(({ metadata }) => metadata.name === name)?.metadata.labels?.['cluster.x-k8s.io/v1beta2'];
  expect(label('kubeadmcontrolplanes.controlplane.cluster.x-k8s.io')).toBe('v1beta2');
  expect(label('devmachines.infrastructure.cluster.x-k8s.io')).toBe('v1beta2');
  expect(label('machines.cluster.x-k8s.io')).toBeUndefined();
});
