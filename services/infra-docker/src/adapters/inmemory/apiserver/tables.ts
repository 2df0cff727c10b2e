import { isJsonObject, jsonText, type JsonObject } from '../store/json-values.ts';
import { nodeResource, podResource, resourceId, type ServedResource } from '../store/resources.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { humanAge } from './human-age.ts';

/** One column of a Table: what it shows, and whether only wide output shows it. */
interface Column {
  readonly name: string;
  readonly type?: 'string' | 'integer';
  readonly format?: string;
  readonly wide?: boolean;
  readonly cell: (object: StoredObject, now: Date) => string | number;
}

const nameColumn: Column = { name: 'Name', format: 'name', cell: ({ metadata }) => metadata.name };
const ageColumn: Column = { name: 'Age', cell: ({ metadata }, now) => humanAge(metadata.creationTimestamp, now) };

const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce<unknown>((current, step) => (isJsonObject(current) ? current[step] : undefined), value);
const textAt = (object: StoredObject, ...path: readonly string[]): string => jsonText(at(object, ...path)) ?? '<none>';
const nodeInfo = (field: string, absent: string) => (node: StoredObject): string => jsonText(at(node, 'status', 'nodeInfo', field)) ?? absent;
const listAt = (object: StoredObject, ...path: readonly string[]): JsonObject[] => {
  const list = at(object, ...path);
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
};
const address = (type: string) => (node: StoredObject): string => jsonText(listAt(node, 'status', 'addresses').find((each) => each['type'] === type)?.['address']) ?? '<none>';

const nodeColumns: readonly Column[] = [
  nameColumn,
  { name: 'Status', cell: nodeStatus },
  { name: 'Roles', cell: nodeRoles },
  ageColumn,
  { name: 'Version', cell: nodeInfo('kubeletVersion', '') },
  { name: 'Internal-IP', wide: true, cell: address('InternalIP') },
  { name: 'External-IP', wide: true, cell: address('ExternalIP') },
  { name: 'OS-Image', wide: true, cell: nodeInfo('osImage', '<unknown>') },
  { name: 'Kernel-Version', wide: true, cell: nodeInfo('kernelVersion', '<unknown>') },
  { name: 'Container-Runtime', wide: true, cell: nodeInfo('containerRuntimeVersion', '<unknown>') },
];

const podColumns: readonly Column[] = [
  nameColumn,
  { name: 'Ready', cell: podReadiness },
  { name: 'Status', cell: (pod) => (pod.metadata.deletionTimestamp ? 'Terminating' : textAt(pod, 'status', 'phase')) },
  { name: 'Restarts', cell: (pod) => String(listAt(pod, 'status', 'containerStatuses').reduce((sum, each) => sum + Number(each['restartCount'] ?? 0), 0)) },
  ageColumn,
  { name: 'IP', wide: true, cell: (pod) => textAt(pod, 'status', 'podIP') },
  { name: 'Node', wide: true, cell: (pod) => textAt(pod, 'spec', 'nodeName') },
];

const columnsById: ReadonlyMap<string, readonly Column[]> = new Map([
  [resourceId(nodeResource), nodeColumns],
  [resourceId(podResource), podColumns],
]);

/** What a Table row carries beside its cells. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface TableOptions {
  readonly now: Date;
  readonly includeObject: IncludeObject;
  readonly resourceVersion: string;
}

/** Objects as `meta.k8s.io/v1` Table, as `kubectl get` shows them. */
export function toTable(resource: ServedResource, objects: readonly StoredObject[], { now, includeObject, resourceVersion }: TableOptions): JsonObject {
  const columns = columnsById.get(resourceId(resource)) ?? [nameColumn, ageColumn];
  return {
    kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: { resourceVersion },
    columnDefinitions: columns.map(({ name, type = 'string', format = '', wide = false }) => ({ name, type, format, description: '', priority: wide ? 1 : 0 })),
    rows: objects.map((object) => ({ cells: columns.map(({ cell }) => cell(object, now)), ...rowObject(object, includeObject) })),
  };
}

function rowObject(object: StoredObject, includeObject: IncludeObject): JsonObject {
  switch (includeObject) {
    case 'None':
      return {};
    case 'Object':
      return { object };
    case 'Metadata':
      return { object: toMetadataOnly(object) };
  }
}

/** An object reduced to what identifies and labels it. */
export function toMetadataOnly({ metadata }: Pick<StoredObject, 'metadata'>): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}

function nodeStatus(node: StoredObject): string {
  const ready = listAt(node, 'status', 'conditions').find((condition) => condition['type'] === 'Ready')?.['status'];
  const state = ready === undefined ? 'Unknown' : ready === 'True' ? 'Ready' : 'NotReady';
  return at(node, 'spec', 'unschedulable') === true ? `${state},SchedulingDisabled` : state;
}

function nodeRoles({ metadata }: StoredObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  return roles.length > 0 ? roles.toSorted().join(',') : '<none>';
}

/** A simulated static Pod has no containers; its Ready condition stands for the one it would have. */
function podReadiness(pod: StoredObject): string {
  const statuses = listAt(pod, 'status', 'containerStatuses');
  if (statuses.length > 0) return `${statuses.filter((status) => status['ready'] === true).length}/${statuses.length}`;
  const ready = listAt(pod, 'status', 'conditions').some((condition) => condition['type'] === 'Ready' && condition['status'] === 'True');
  const total = Math.max(1, listAt(pod, 'spec', 'containers').length);
  return `${ready ? total : 0}/${total}`;
}
