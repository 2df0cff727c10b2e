import type { UnstructuredObject } from '@clusterwright/api';
import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { containersOf, docker } from './docker.ts';
import { Environment, conditionOf } from './environment.ts';
import type { KubernetesObject } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const namespace = 'e2e-machine-pool';
const name = 'mp';
const pool = 'mp-pool';
const poolLabel = `cluster.x-k8s.io/pool-name=${pool}`;
const newer = kubernetesVersion('v1.36');
const older = kubernetesVersion('v1.35');
const limit = { timeoutMs: 15 * 60_000, intervalMs: 1000 };

const poolObjects: UnstructuredObject[] = [
  { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachinePool', metadata: { namespace, name: pool }, spec: { backend: { docker: {} } } },
  { apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2', kind: 'KubeadmConfig', metadata: { namespace, name: pool }, spec: { joinConfiguration: { nodeRegistration: { criSocket: 'unix:///run/containerd/containerd.sock' } } } },
  {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachinePool',
    metadata: { namespace, name: pool },
    spec: {
      clusterName: name,
      replicas: 2,
      template: {
        spec: {
          clusterName: name,
          version: older,
          bootstrap: { configRef: { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfig', name: pool } },
          infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachinePool', name: pool },
        },
      },
    },
  },
];

beforeAll(async () => {
  environment = await Environment.start('machine-pool');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('a pool of machines comes up, is scaled, upgraded, loses a container and gets another, and goes', async () => {
  const story = await Story.create(environment, { namespace, name, version: older, controlPlanes: 1, workers: 0, alongside: poolObjects });
  await story.tell(async () => {
    await poolAt(story, { replicas: 2, version: older });

    await story.patch(`machinepool/${pool}`, { spec: { replicas: 3 } });
    await poolAt(story, { replicas: 3, version: older });

    await story.patch(`machinepool/${pool}`, { spec: { replicas: 1 } });
    await poolAt(story, { replicas: 1, version: older });

    await story.patch(`kubeadmcontrolplane/${story.controlPlane}`, { spec: { version: newer } });
    await story.controlPlaneAt(newer, 1);
    await story.patch(`machinepool/${pool}`, { spec: { template: { spec: { version: newer } } } });
    await poolAt(story, { replicas: 1, version: newer });

    const [lost] = await poolMachines();
    await docker('rm', '--force', '--volumes', nodeOf(lost));
    await eventually(async () => expect((await poolMachines()).map(({ metadata }) => metadata.name)).not.toContain(lost?.metadata.name), limit);
    await poolAt(story, { replicas: 1, version: newer });

    await environment.kubectl('-n', namespace, 'delete', 'machinepool', pool, '--wait=false');
    await eventually(async () => {
      for (const kind of ['machinepools', 'devmachinepools']) expect(await environment.list(namespace, kind)).toEqual([]);
      expect(await poolMachines()).toEqual([]);
      expect((await containersOf(name, docker)).filter((container) => !container.startsWith(story.controlPlane))).toEqual([`${name}-lb`]);
      expect((await environment.list(namespace, 'kubeadmconfigs')).map(({ metadata }) => metadata.name)).not.toContain(pool);
    }, limit);
    await story.settled({ controlPlanes: 1, workers: 0, version: newer });
    await story.deleteAll();
  });
});

function poolMachines() {
  return environment.list(namespace, 'machines', poolLabel);
}

/** Name of a Machine's Node, which is that of its container; empty while it has none. */
function nodeOf(machine: KubernetesObject | undefined): string {
  return (machine as { status?: { nodeRef?: { name: string } } } | undefined)?.status?.nodeRef?.name ?? '';
}

/** Resolves when the pool has these Machines, each with a Node of the version, and its counts say so. */
async function poolAt(story: Story, { replicas, version }: { replicas: number; version: string }): Promise<void> {
  await eventually(async () => {
    const machines = await poolMachines();
    const names = machines.map(nodeOf).toSorted();
    const machinePool = await story.get('machinepool', pool);
    const { status } = machinePool as { status?: { phase?: string; replicas?: number; readyReplicas?: number; availableReplicas?: number; nodeRefs?: { name: string }[] } };
    expect([names.length, machines.map((machine) => conditionOf(machine, 'Available')?.status)]).toEqual([replicas, machines.map(() => 'True')]);
    expect(status).toMatchObject({ phase: 'Running', replicas });
    expect((status?.nodeRefs ?? []).map((node) => node.name).toSorted()).toEqual(names);
    const kubectl = await story.workload();
    const nodes = (await kubectl('get', 'nodes', '-l', '!node-role.kubernetes.io/control-plane', '-o', 'jsonpath={range .items[*]}{.metadata.name} {.status.nodeInfo.kubeletVersion}{"\\n"}{end}')).split('\n').filter(Boolean);
    expect(nodes.toSorted()).toEqual(names.map((node) => `${node} ${version}`));
  }, limit);
}
