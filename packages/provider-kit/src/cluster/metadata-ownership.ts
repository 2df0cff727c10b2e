import {
  kubeadmControlPlaneFieldManager,
  kubeadmControlPlaneMetadataFieldManager,
  machineSetFieldManager,
  machineSetMetadataFieldManager,
  type KubeObject,
  type ManagedFieldsEntry,
} from '@clusterwright/api';

/** Who creates the objects of a Machine, and who keeps their labels and annotations up to date from then on. */
const managerPairs: ReadonlyMap<string, string> = new Map([
  [machineSetFieldManager, machineSetMetadataFieldManager],
  [kubeadmControlPlaneFieldManager, kubeadmControlPlaneMetadataFieldManager],
]);

type FieldSet = Readonly<Record<string, unknown>>;

/**
 * Managed fields of an infrastructure machine or bootstrap config in which labels and annotations belong to the metadata manager of its creator; undefined
 * where they do already. Pure.
 *
 * A creator applies the whole object at once, and owns its labels and annotations by that. To change or remove them later without repeating the spec, they
 * must belong to another manager. The write that makes the Machine the owner is the cheapest place for the hand-over: put the result into its
 * `metadata.managedFields`, with the `resourceVersion` of `object`.
 * Labels and annotations that the Machine does not share, as those of the template the object was cloned from, belong to nobody afterwards: nobody removes them.
 */
export function handOverMetadata(object: KubeObject, machine: Pick<KubeObject, 'metadata'>): ManagedFieldsEntry[] | undefined {
  const entries = object.metadata.managedFields ?? [];
  const created = entries.find(isCreatorOfMetadata);
  if (!created) return undefined;

  const metadataManager = managerPairs.get(created.manager ?? '');
  const metadata = { 'f:annotations': shared(created, 'annotations', machine), 'f:labels': shared(created, 'labels', machine) };
  const handedOver: ManagedFieldsEntry = { ...created, manager: metadataManager, fieldsV1: { 'f:metadata': metadata } };
  const kept = entries.filter((entry) => entry !== created && !(isApplied(entry) && entry.manager === metadataManager)).map(withoutOwnMetadata);
  return [...kept, withoutMetadata(created), handedOver].filter(({ fieldsV1 }) => Object.keys(fieldsV1 ?? {}).length > 0);
}

const isApplied = ({ operation, subresource }: ManagedFieldsEntry): boolean => operation === 'Apply' && !subresource;

/** Whether labels or annotations still belong to whoever created the object, and not to its metadata manager. */
export function isMetadataWithCreator({ metadata }: KubeObject): boolean {
  return (metadata.managedFields ?? []).some(isCreatorOfMetadata);
}

function isCreatorOfMetadata(entry: ManagedFieldsEntry): boolean {
  return isApplied(entry) && managerPairs.has(entry.manager ?? '') && (ownedKeys(entry, 'labels') ?? ownedKeys(entry, 'annotations')) !== undefined;
}

function metadataFields({ fieldsV1 }: ManagedFieldsEntry): FieldSet {
  return (fieldsV1?.['f:metadata'] ?? {}) as FieldSet;
}

function ownedKeys(entry: ManagedFieldsEntry, part: 'labels' | 'annotations'): string[] | undefined {
  const fields = metadataFields(entry)[`f:${part}`];
  return typeof fields === 'object' && fields !== null ? Object.keys(fields).map((step) => step.slice('f:'.length)) : undefined;
}

function shared(entry: ManagedFieldsEntry, part: 'labels' | 'annotations', { metadata }: Pick<KubeObject, 'metadata'>): FieldSet {
  const keys = (ownedKeys(entry, part) ?? []).filter((key) => metadata[part]?.[key] !== undefined);
  return Object.fromEntries(keys.sort().map((key) => [`f:${key}`, {}]));
}

function withoutMetadata(entry: ManagedFieldsEntry): ManagedFieldsEntry {
  const { 'f:metadata': _metadata, ...fields } = entry.fieldsV1 ?? {};
  const { 'f:labels': _labels, 'f:annotations': _annotations, ...rest } = metadataFields(entry);
  return { ...entry, fieldsV1: Object.keys(rest).length > 0 ? { ...fields, 'f:metadata': rest } : fields };
}

/** Objects of older versions were created without apply: that creator owns labels too, and would keep them alive. */
function withoutOwnMetadata(entry: ManagedFieldsEntry): ManagedFieldsEntry {
  return entry.manager === 'manager' && entry.operation === 'Update' && !entry.subresource ? withoutMetadata(entry) : entry;
}
