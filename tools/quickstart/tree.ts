import type { Condition, KubeObject } from '@clusterwright/api';
import { styleText } from 'node:util';

/** What the tree looks at; all of these kinds have it. */
export interface TreeObject extends KubeObject {
  readonly spec?: { readonly clusterName?: string; readonly replicas?: number; readonly version?: string; readonly controlPlaneRef?: { readonly name: string }; readonly infrastructureRef?: { readonly kind: string; readonly name: string } };
  readonly status?: { readonly phase?: string; readonly initialization?: { readonly provisioned?: boolean }; readonly conditions?: readonly Condition[]; readonly replicas?: number; readonly availableReplicas?: number; readonly nodeRef?: { readonly name: string } };
}

export interface TreeInput {
  readonly cluster: TreeObject | undefined;
  readonly infrastructure: TreeObject | undefined;
  readonly controlPlane: TreeObject | undefined;
  readonly deployments: readonly TreeObject[];
  readonly machines: readonly TreeObject[];
  readonly now: Date;
}

export interface Row {
  readonly depth: number;
  readonly name: string;
  readonly state: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly detail: string;
  readonly age: string;
}

const controlPlaneLabel = 'cluster.x-k8s.io/control-plane';
const deploymentLabel = 'cluster.x-k8s.io/deployment-name';

/** The objects of a Cluster as rows, owners above what they own. */
export function treeRows({ cluster, infrastructure, controlPlane, deployments, machines, now }: TreeInput): Row[] {
  if (!cluster) return [];
  const row = (depth: number, object: TreeObject, state: string): Row => ({ depth, name: `${object.kind}/${object.metadata.name}`, state, age: age(object.metadata.creationTimestamp, now), ...health(object) });
  const byAge = [...machines].sort((a, b) => `${a.metadata.creationTimestamp ?? ''}${a.metadata.name}`.localeCompare(`${b.metadata.creationTimestamp ?? ''}${b.metadata.name}`));
  const controlPlaneMachines = byAge.filter(({ metadata }) => metadata.labels?.[controlPlaneLabel] !== undefined);
  const workersOf = ({ metadata }: TreeObject): TreeObject[] => byAge.filter((machine) => machine.metadata.labels?.[deploymentLabel] === metadata.name);
  const machineRows = (owned: readonly TreeObject[]): Row[] => owned.map((machine) => row(2, machine, machineState(machine)));
  return [
    row(0, cluster, cluster.metadata.deletionTimestamp ? 'Deleting' : (cluster.status?.phase ?? 'Pending')),
    ...(infrastructure ? [row(1, infrastructure, '')] : []),
    ...(controlPlane ? [row(1, controlPlane, replicas(controlPlane)), ...machineRows(controlPlaneMachines)] : []),
    ...deployments.flatMap((deployment) => [row(1, deployment, replicas(deployment)), ...machineRows(workersOf(deployment))]),
  ];
}

function machineState({ metadata, spec, status }: TreeObject): string {
  const phase = metadata.deletionTimestamp ? 'Deleting' : (status?.phase ?? 'Pending');
  return [phase, spec?.version].filter(Boolean).join(' ');
}

function replicas({ spec, status }: TreeObject): string {
  return `${String(status?.availableReplicas ?? 0)}/${String(spec?.replicas ?? 1)} available`;
}

/** Available where the kind has it, else Ready; with the reason and message where it is not True. */
function health({ status }: TreeObject): Pick<Row, 'status' | 'detail'> {
  const condition = ['Available', 'Ready'].map((type) => status?.conditions?.find((candidate) => candidate.type === type)).find((found) => found !== undefined);
  if (!condition) return status?.initialization?.provisioned ? { status: 'True', detail: 'Provisioned' } : { status: 'Unknown', detail: '' };
  if (condition.status === 'True') return { status: 'True', detail: condition.type };
  const [first = '', second = ''] = (condition.message ?? '').split('\n').map((line) => line.replace(/^\s*\* /, ''));
  // A heading alone says nothing: the point below it goes with it.
  const message = first.endsWith(':') ? `${first} ${second}` : first;
  return { status: condition.status, detail: `not ${condition.type}${message ? `: ${message}` : ''}` };
}

function isAvailable(object: TreeObject | undefined): boolean {
  return object?.status?.conditions?.some(({ type, status }) => type === 'Available' && status === 'True') ?? false;
}

/** Whether the Cluster is Available, with every replica that was asked for. */
export function isComplete({ cluster, controlPlane, deployments }: TreeInput): boolean {
  const full = (object: TreeObject): boolean => (object.status?.availableReplicas ?? 0) >= (object.spec?.replicas ?? 1);
  return isAvailable(cluster) && [...(controlPlane ? [controlPlane] : []), ...deployments].every(full);
}

/** Kubernetes' short ages: 5s, 3m12s, 2h. */
export function age(timestamp: string | undefined, now: Date): string {
  if (!timestamp) return '';
  const seconds = Math.max(0, Math.round((now.getTime() - new Date(timestamp).getTime()) / 1000));
  if (seconds < 120) return `${String(seconds)}s`;
  if (seconds < 3600) return `${String(Math.floor(seconds / 60))}m${String(seconds % 60).padStart(2, '0')}s`;
  return `${String(Math.floor(seconds / 3600))}h${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}m`;
}

const marks = { True: '✔', False: '✘', Unknown: '…' } as const;
const colours = { True: 'green', False: 'yellow', Unknown: 'gray' } as const;

/** Aligned lines, at most `width` columns wide. */
export function renderRows(rows: readonly Row[], width: number): string[] {
  const label = (row: Row, index: number): string => branch(rows, index) + row.name;
  const nameWidth = Math.max(...rows.map((row, index) => label(row, index).length), 0);
  const stateWidth = Math.max(...rows.map(({ state }) => state.length), 0);
  return rows.map((row, index) => {
    const start = `${label(row, index).padEnd(nameWidth)}  ${row.state.padEnd(stateWidth)}  ${row.age.padStart(6)}  `;
    const room = Math.max(0, width - start.length - 2);
    const detail = row.detail.length > room ? `${row.detail.slice(0, Math.max(0, room - 1))}…` : row.detail;
    return `${start}${styleText(colours[row.status], `${marks[row.status]} ${detail}`)}`;
  });
}

/** The lines in front of a row: it is the last of its siblings where no row of its depth follows before a shallower one. */
function branch(rows: readonly Row[], index: number): string {
  const { depth } = rows[index] ?? { depth: 0 };
  const isLast = (level: number): boolean => {
    const next = rows.slice(index + 1).find((row) => row.depth <= level);
    return next?.depth !== level;
  };
  const stems = Array.from({ length: Math.max(0, depth - 1) }, (_, level) => (isLast(level + 1) ? '   ' : '│  '));
  return depth === 0 ? '' : stems.join('') + (isLast(depth) ? '└─ ' : '├─ ');
}
