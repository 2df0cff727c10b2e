import type { Machine, MachineSet, MachineSpec } from '@clusterwright/api/core/v1beta2';

/** Seconds that admission puts where a Machine says nothing. */
const defaultNodeDeletionTimeoutSeconds = 10;

/**
 * The merge patch that gives a Machine being deleted what matters for its end; undefined where it has all of it. Pure.
 *
 * Labels and annotations stay as they are: hooks may depend on them.
 */
export function deletingMachinePatch(machineSet: MachineSet, machine: Machine): { readonly spec: Readonly<Record<string, unknown>> } | undefined {
  const { readinessGates, minReadySeconds, taints, deletion = {} } = machineSet.spec.template.spec;
  const { nodeDrainTimeoutSeconds, nodeVolumeDetachTimeoutSeconds, nodeDeletionTimeoutSeconds = defaultNodeDeletionTimeoutSeconds } = deletion;
  const spec = changed({ readinessGates, minReadySeconds, taints }, machine.spec);
  const timeouts = changed({ nodeDrainTimeoutSeconds, nodeVolumeDetachTimeoutSeconds, nodeDeletionTimeoutSeconds }, machine.spec.deletion ?? {});
  if (Object.keys(spec).length === 0 && Object.keys(timeouts).length === 0) return undefined;
  return { spec: { ...spec, ...(Object.keys(timeouts).length > 0 ? { deletion: timeouts } : {}) } };
}

type Fields = Readonly<Record<string, unknown>>;

/** What has to be set to make the fields equal; null removes one. */
function changed(desired: Fields, current: MachineSpec | Fields): Record<string, unknown> {
  const known = current as Fields;
  const differing = Object.entries(desired).filter(([field, value]) => textOf(value) !== textOf(known[field]));
  return Object.fromEntries(differing.map(([field, value]) => [field, value ?? null]));
}

/** Lists of the API keep their order, and their items the order of keys in which they were written: both come from the same place here. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (isObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item)) ?? '';
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
