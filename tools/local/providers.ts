import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kubectl, kustomizeBase } from '@clusterwright/test-env';
import type { ControlPlane } from '@clusterwright/test-env';
import { dump, loadAll } from 'js-yaml';

export interface Provider {
  /** Folder in services/ and in deploy/kustomize/base. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The providers that quickstart, bench and the end-to-end tests run, in the order in which they are installed. */
export const providers: readonly Provider[] = [
  { name: 'core', namespace: 'capi-system', serviceAccount: 'capi-manager' },
  { name: 'bootstrap-kubeadm', namespace: 'capi-kubeadm-bootstrap-system', serviceAccount: 'capi-kubeadm-bootstrap-manager' },
  { name: 'controlplane-kubeadm', namespace: 'capi-kubeadm-control-plane-system', serviceAccount: 'capi-kubeadm-control-plane-manager' },
  { name: 'infra-docker', namespace: 'capd-system', serviceAccount: 'capd-manager' },
];

interface Manifest {
  readonly kind: string;
  readonly [field: string]: unknown;
}
interface Webhook {
  readonly clientConfig: { readonly service?: { readonly path?: string } };
}

/** No Pods run here: the managers are processes, and webhooks are called on loopback. */
const notHere = ['Deployment', 'Service'];

/**
 * Installs one provider as `kubectl apply -k` would, except that its manager runs as a process on this machine: webhook configurations point to
 * `webhookPort` on loopback. Installing again changes nothing but what differs; CA bundles stay.
 */
export async function installProvider(controlPlane: ControlPlane, { name }: Provider, webhookPort: number): Promise<void> {
  const rendered = loadAll(await kubectl(controlPlane, ['kustomize', join(kustomizeBase, name)])) as Manifest[];
  const here = rendered.filter(({ kind }) => !notHere.includes(kind)).map((manifest) => onLoopback(manifest, webhookPort));
  const manifests = controlPlane.hasControllerManager ? here : here.map((manifest) => withAggregatedRules(manifest, here));
  // CRDs and the namespace first: the rest refers to them.
  const [first, second] = [manifests.filter(({ kind }) => isFirst(kind)), manifests.filter(({ kind }) => !isFirst(kind))];
  for (const batch of [first, second]) await kubectl(controlPlane, ['apply', '--server-side', '--force-conflicts', '--field-manager=clusterwright-install', '-f', '-'], toYaml(batch));
}

/** Whether a provider can be installed: somebody who works on one service has not built them all. */
export function isBuilt({ name }: Provider): boolean {
  return existsSync(serviceEntry(name));
}

export function serviceEntry(name: string): string {
  return new URL(`../../services/${name}/dist/main.js`, import.meta.url).pathname;
}

/** Does for one provider's own roles what kube-controller-manager does where there is one. */
function withAggregatedRules(manifest: Manifest, all: readonly Manifest[]): Manifest {
  const { clusterRoleSelectors: [selector] = [] } = (manifest['aggregationRule'] ?? {}) as { clusterRoleSelectors?: { matchLabels: Record<string, string> }[] };
  if (!selector) return manifest;
  const labelsOf = ({ metadata }: Manifest): Record<string, string> => (metadata as { labels?: Record<string, string> }).labels ?? {};
  const parts = all.filter((candidate) => candidate.kind === 'ClusterRole' && Object.entries(selector.matchLabels).every(([key, value]) => labelsOf(candidate)[key] === value));
  return { ...manifest, rules: parts.flatMap((part) => part['rules'] as unknown[]) };
}

const isFirst = (kind: string): boolean => kind === 'Namespace' || kind === 'CustomResourceDefinition';
const toYaml = (manifests: readonly Manifest[]): string => manifests.map((manifest) => dump(manifest, { noRefs: true })).join('---\n');

function onLoopback(manifest: Manifest, port: number): Manifest {
  if (!manifest.kind.endsWith('WebhookConfiguration')) return manifest;
  const webhooks = manifest['webhooks'] as Webhook[];
  return { ...manifest, webhooks: webhooks.map((webhook) => ({ ...webhook, clientConfig: { url: `https://127.0.0.1:${String(port)}${webhook.clientConfig.service?.path ?? ''}` } })) };
}
