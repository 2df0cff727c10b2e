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

/** The rights of a service: what its controllers and webhooks declare, and what the driver does for them. */
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
  return mergeRules([...rules, ...webhooks.flatMap(({ rbac = [] }) => rbac), ...cachedKinds.map((resource) => ruleFor(resource, read)), ...commonRules(namePrefix, hasWebhooks)]);
}

type Right = readonly [group: string, names: readonly string[], resource: string];

/** One rule per group and set of verbs, sorted; rights that a `*` of the same group gives anyway are left out. */
export function mergeRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const verbsOf = unite(rules);
  const merged = new Map<string, PolicyRule>();
  for (const [key, verbs] of [...verbsOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group, names, resource] = JSON.parse(key) as Right;
    if (resource !== '*' && isCovered(verbs, verbsOf.get(rightKey([group, [], '*'])))) continue;
    const sorted = [...verbs].sort();
    const id = JSON.stringify([group, names, sorted]);
    const resources = [...(merged.get(id)?.resources ?? []), resource];
    merged.set(id, { apiGroups: [group], ...(names.length > 0 ? { resourceNames: names } : {}), resources, verbs: sorted });
  }
  return [...merged.values()];
}

const rightKey = (right: Right): string => JSON.stringify(right);
const isCovered = (verbs: ReadonlySet<string>, by: ReadonlySet<string> | undefined): boolean => by !== undefined && [...verbs].every((verb) => by.has(verb));

/** All verbs of each right. */
function unite(rules: readonly PolicyRule[]): Map<string, Set<string>> {
  const verbsOf = new Map<string, Set<string>>();
  const rights = rules.flatMap(({ apiGroups, resources, resourceNames = [], verbs }) => apiGroups.flatMap((group) => resources.map((resource) => ({ key: rightKey([group, [...resourceNames].sort(), resource]), verbs }))));
  for (const { key, verbs } of rights) verbsOf.set(key, new Set([...(verbsOf.get(key) ?? []), ...verbs]));
  return verbsOf;
}
