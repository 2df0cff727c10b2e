/** How strategic merge treats a list: items of objects by the value of `key`, or a set of plain values. Absent: the list is replaced as a whole. */
export type ListMerge = { readonly kind: 'byKey'; readonly key: string } | { readonly kind: 'set' };

const byKey = (key: string): ListMerge => ({ kind: 'byKey', key });
const set: ListMerge = { kind: 'set' };

/**
 * The patch strategies of the built-in types, by `parent.field` or field name.
 * Field names mean the same list in every kind served here, except where the parent is given.
 */
const lists: ReadonlyMap<string, ListMerge> = new Map([
  ['conditions', byKey('type')],
  ['addresses', byKey('type')],
  ['containers', byKey('name')],
  ['initContainers', byKey('name')],
  ['ephemeralContainers', byKey('name')],
  ['env', byKey('name')],
  ['volumes', byKey('name')],
  ['volumeMounts', byKey('mountPath')],
  ['volumeDevices', byKey('devicePath')],
  ['containers.ports', byKey('containerPort')],
  ['initContainers.ports', byKey('containerPort')],
  ['ephemeralContainers.ports', byKey('containerPort')],
  ['spec.ports', byKey('port')],
  ['spec.imagePullSecrets', byKey('name')],
  ['allocatedResourcesStatus', byKey('name')],
  ['hostAliases', byKey('ip')],
  ['hostIPs', byKey('ip')],
  ['podIPs', byKey('ip')],
  ['topologySpreadConstraints', byKey('topologyKey')],
  ['schedulingGates', byKey('name')],
  ['spec.resourceClaims', byKey('name')],
  ['resourceClaimStatuses', byKey('name')],
  ['.secrets', byKey('name')],
  ['ownerReferences', byKey('uid')],
  ['finalizers', set],
  ['podCIDRs', set],
]);

/** The strategy for the list `field` inside `parent` (the empty string at the top of the object). */
export function listMergeOf(parent: string, field: string): ListMerge | undefined {
  return lists.get(`${parent}.${field}`) ?? lists.get(field);
}
