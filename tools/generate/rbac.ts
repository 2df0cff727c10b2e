import type { PolicyRule } from '@clusterwright/controller-runtime';
import type { Resource } from '@clusterwright/api';
import type { Declarations } from './recording-manager.ts';

const read = ['get', 'list', 'watch'];

/** What every manager needs besides its controllers: Events, the protection of its metrics, the CA bundle of its webhook configurations. */
function commonRules(namePrefix: string, hasWebhooks: { mutating: boolean; validating: boolean }): PolicyRule[] {
  const configuration = (kind: string): PolicyRule => ({
    apiGroups: ['admissionregistration.k8s.io'],
    resources: [`${kind}webhookconfigurations`],
    resourceNames: [`${namePrefix}${kind}-webhook-configuration`],
    verbs: [...read, 'patch'],
  });
  return [
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
    { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
    { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
    ...(hasWebhooks.mutating ? [configuration('mutating')] : []),
    ...(hasWebhooks.validating ? [configuration('validating')] : []),
  ];
}

const ruleFor = ({ group, plural }: Resource, verbs: readonly string[], subresource = ''): PolicyRule => ({ apiGroups: [group], resources: [plural + subresource], verbs });

/** The rights of a service: what its controllers declare, and what the driver does for them. */
export function rulesOf({ controllers, cachedKinds, webhooks }: Declarations, namePrefix: string): PolicyRule[] {
  const rules = controllers.flatMap((controller): PolicyRule[] => {
    const { for: resource, reconciler, watches = [], rbac } = controller;
    const writes = reconciler.finalizer !== undefined || reconciler.report !== undefined || reconciler.ownedConditions.length > 0;
    return [
      ruleFor(resource, writes ? [...read, 'patch'] : read),
      ...(writes ? [ruleFor(resource, ['get', 'patch', 'update'], '/status'), ruleFor(resource, ['update'], '/finalizers')] : []),
      ...watches.map((declaration) => ruleFor(declaration.resource, read)),
      ...rbac,
    ];
  });
  const hasWebhooks = { mutating: webhooks.some(({ defaults }) => defaults), validating: webhooks.some(({ validate }) => validate) };
  return mergeRules([...rules, ...cachedKinds.map((resource) => ruleFor(resource, read)), ...commonRules(namePrefix, hasWebhooks)]);
}

/** One rule per group and set of verbs, sorted; rights that a `*` of the same group gives anyway are left out. */
export function mergeRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const verbsOf = new Map<string, Set<string>>();
  for (const { apiGroups, resources, resourceNames = [], verbs } of rules) {
    for (const group of apiGroups) {
      for (const resource of resources) {
        const key = JSON.stringify([group, [...resourceNames].sort(), resource]);
        verbsOf.set(key, new Set([...(verbsOf.get(key) ?? []), ...verbs]));
      }
    }
  }
  const merged = new Map<string, PolicyRule>();
  for (const [key, verbs] of [...verbsOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group, names, resource] = JSON.parse(key) as [string, string[], string];
    const wildcard = resource === '*' ? undefined : verbsOf.get(JSON.stringify([group, [], '*']));
    if (wildcard && [...verbs].every((verb) => wildcard.has(verb))) continue;
    const sorted = [...verbs].sort();
    const id = JSON.stringify([group, names, sorted]);
    const known = merged.get(id);
    merged.set(id, { apiGroups: [group], ...(names.length > 0 ? { resourceNames: names } : {}), resources: [...(known?.resources ?? []), resource], verbs: sorted });
  }
  return [...merged.values()];
}
