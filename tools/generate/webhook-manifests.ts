import type { AdmissionWebhook } from '@clusterwright/controller-runtime';
import { mutatingName, mutatingPath, validatingName, validatingPath } from '@clusterwright/controller-runtime/webhooks/webhook-paths';

type Manifest = Readonly<Record<string, unknown>>;

/** The two webhook configurations of a service; kustomize adds name prefix, namespace and labels. */
export function webhookManifests(webhooks: readonly AdmissionWebhook[]): Manifest[] {
  const mutating = webhooks.filter(({ defaults }) => defaults).map((webhook) => entry(webhook, { name: mutatingName(webhook), path: mutatingPath(webhook), operations: ['CREATE', 'UPDATE'] }));
  const validating = webhooks
    .filter(({ validate }) => validate)
    .map((webhook) => entry(webhook, { name: validatingName(webhook), path: validatingPath(webhook), operations: webhook.validateOperations ?? ['CREATE', 'UPDATE'] }));
  return [...configuration('Mutating', mutating), ...configuration('Validating', validating)];
}

interface Entry {
  readonly name: string;
}

function entry({ resource, subresource }: AdmissionWebhook, { name, path, operations }: { name: string; path: string; operations: readonly string[] }): Entry & Manifest {
  return {
    name,
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { name: 'webhook-service', namespace: 'system', path } },
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    rules: [{ apiGroups: [resource.group], apiVersions: [resource.version], operations: [...operations], resources: [subresource ? `${resource.plural}/${subresource}` : resource.plural] }],
    sideEffects: 'None',
  };
}

function configuration(kind: 'Mutating' | 'Validating', webhooks: readonly (Entry & Manifest)[]): Manifest[] {
  if (webhooks.length === 0) return [];
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: `${kind}WebhookConfiguration`,
      metadata: { name: `${kind.toLowerCase()}-webhook-configuration` },
      webhooks: [...webhooks].sort((a, b) => (a.name < b.name ? -1 : 1)),
    },
  ];
}
