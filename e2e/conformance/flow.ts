import { setTimeout as sleep } from 'node:timers/promises';
import type { Condition, UnstructuredObject } from '@clusterwright/api';
import { kubectl } from '@clusterwright/test-env';
import type { ControlPlane } from '@clusterwright/test-env';

export interface FlowOptions {
  readonly controlPlane: ControlPlane;
  readonly namespace: string;
  /** `flow/cluster.yaml` of the conformance folder. */
  readonly manifest: string;
  readonly progress: (line: string) => void;
  /** Compares what is there now with the recorded stage. */
  readonly compare: (recorded: string) => Promise<void>;
}

const core = 'cluster.x-k8s.io';
const kinds = [`clusters.${core}`, `machines.${core}`, `machinesets.${core}`, `machinedeployments.${core}`, `kubeadmconfigs.bootstrap.${core}`, `kubeadmcontrolplanes.controlplane.${core}`, `devclusters.infrastructure.${core}`, `devmachines.infrastructure.${core}`, 'secrets'];
const name = 'c0000';
/** Nothing may have changed for this long before a stage is compared; the record was made the same way. */
const quietMs = 6000;
const limitMs = 150_000;

interface World {
  readonly objects: readonly UnstructuredObject[];
}

const ofKind = ({ objects }: World, kind: string): UnstructuredObject[] => objects.filter((object) => object.kind === kind);
const isTrue = ({ status }: UnstructuredObject, type: string): boolean => ((status?.['conditions'] ?? []) as readonly Condition[]).some((condition) => condition.type === type && condition.status === 'True');
const versionOf = ({ spec }: UnstructuredObject): unknown => spec?.['version'];

/** As many Machines as asked for, all Ready, of this version, and the Cluster Available. */
const running =
  (machines: number, version: string) =>
  (world: World): boolean => {
    const found = ofKind(world, 'Machine');
    return found.length === machines && found.every((machine) => isTrue(machine, 'Ready') && versionOf(machine) === version && !machine.metadata.deletionTimestamp) && ofKind(world, 'Cluster').every((cluster) => isTrue(cluster, 'Available'));
  };

/** Walks the recorded life of a cluster, stage by stage. */
export async function walkFlow(options: FlowOptions): Promise<void> {
  const { controlPlane, namespace, manifest, progress, compare } = options;
  const run = (...args: string[]): Promise<string> => kubectl(controlPlane, ['-n', namespace, ...args]);
  const patch = (resource: string, body: object): Promise<string> => run('patch', resource, '--type=merge', '-p', JSON.stringify(body));
  const stage = async (recorded: string, until: (world: World) => boolean): Promise<void> => {
    const { reached, seconds } = await settle(options, until);
    progress(`${recorded}: ${reached ? 'settled' : 'not reached'} after ${String(seconds)} s`);
    await compare(recorded);
    if (!reached) throw new Error(`stage ${recorded} was not reached; later ones cannot be`);
  };
  const controlPlaneReplicas = (replicas: number): Promise<string> => patch(`kubeadmcontrolplane/${name}-cp`, { spec: { replicas } });

  await kubectl(controlPlane, ['create', 'namespace', namespace]);
  await run('apply', '--server-side', '-f', manifest);
  await stage('1-available-1-3', running(4, 'v1.36.3'));

  await patch(`machinedeployment/${name}-md`, { spec: { replicas: 1 } });
  await stage('2-workers-scaled-in-1-1', running(2, 'v1.36.3'));

  await controlPlaneReplicas(3);
  await stage('3-control-plane-scaled-out-3-1', running(4, 'v1.36.3'));

  await patch(`kubeadmcontrolplane/${name}-cp`, { spec: { version: 'v1.37.0' } });
  await settle(options, (world) => ofKind(world, 'Machine').filter((machine) => versionOf(machine) === 'v1.37.0').length === 3 && ofKind(world, 'Machine').length === 4);
  await patch(`machinedeployment/${name}-md`, { spec: { template: { spec: { version: 'v1.37.0' } } } });
  await stage('4-upgraded-3-1', running(4, 'v1.37.0'));

  await controlPlaneReplicas(1);
  await stage('5-control-plane-scaled-in-1-1', running(2, 'v1.37.0'));

  const worker = await run('get', 'machines', '-l', `cluster.x-k8s.io/deployment-name=${name}-md`, '-o', 'name');
  await run('delete', '--wait=false', worker.trim());
  await stage('6-worker-deleted-and-replaced-1-1', (world) => running(2, 'v1.37.0')(world) && ofKind(world, 'Machine').every(({ metadata }) => !worker.includes(`/${metadata.name}`)));

  await patch(`cluster/${name}`, { spec: { paused: true } });
  await stage('7-paused-1-1', (world) => ofKind(world, 'Machine').every((machine) => isTrue(machine, 'Paused')));

  await patch(`cluster/${name}`, { spec: { paused: null } });
  await run('delete', '--wait=false', `cluster/${name}`);
  await stage('8-deleted', (world) => ofKind(world, 'Cluster').length === 0 && ofKind(world, 'Machine').length === 0);
}

/** Waits until the predicate holds and nothing has changed for a while, or for too long. */
async function settle({ controlPlane, namespace }: FlowOptions, until: (world: World) => boolean): Promise<{ reached: boolean; seconds: number }> {
  const started = Date.now();
  let last = '';
  let since = started;
  for (;;) {
    const { items } = JSON.parse(await kubectl(controlPlane, ['get', kinds.join(','), '-n', namespace, '-o', 'json'])) as { items: UnstructuredObject[] };
    const now = items.map(({ metadata }) => `${metadata.uid ?? ''}@${metadata.resourceVersion ?? ''}`).join();
    if (now !== last) since = Date.now();
    last = now;
    const reached = until({ objects: items });
    if (reached && Date.now() - since > quietMs) return { reached, seconds: Math.round((since - started) / 1000) };
    if (Date.now() - started > limitMs) return { reached: false, seconds: limitMs / 1000 };
    await sleep(500);
  }
}
