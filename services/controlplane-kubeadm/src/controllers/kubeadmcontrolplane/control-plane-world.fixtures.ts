/** A management cluster and a workload cluster in memory, around the whole controller. */
import { Clusters, Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { KubeadmControlPlanes, type KubeadmControlPlane, type KubeadmControlPlaneSpec } from '@clusterwright/api/controlplane/v1beta2';
import type { Pod } from '@clusterwright/api/kubernetes';
import type { KubeObject } from '@clusterwright/api';
import { reconcileOnce } from '@clusterwright/controller-runtime/driver/reconcile-once';
import { unpaced } from '@clusterwright/controller-runtime/driver/status-pace';
import { createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { fakeClient, type FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { FakeEtcd } from '../../ports/etcd-client.fake.ts';
import { createClusterSecrets, secretKeyIndex, secretKeyValues } from './cluster-secrets.ts';
import { aCluster, aControlPlane, aNode, anEtcdMember, aTemplate, podsOf } from './kubeadmcontrolplane.fixtures.ts';
import { kubeadmControlPlaneReconciler } from './kubeadmcontrolplane.reconciler.ts';

export const clusterKey = { namespace: 'ns', name: 'c' };
export const key = { namespace: 'ns', name: 'cp' };

const crd = (name: string): KubeObject => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name, labels: { 'cluster.x-k8s.io/v1beta2': 'v1beta2' } } });
const kubeadmConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kubeadm-config', namespace: 'kube-system' }, data: { ClusterConfiguration: '' } };

/** A management cluster with one control plane of ECDSA keys, which are quick to make. */
export function aWorld({ replicas = 1, objects = [], spec = {} }: { readonly replicas?: number; readonly objects?: readonly KubeObject[]; readonly spec?: Partial<KubeadmControlPlaneSpec> } = {}) {
  const controlPlane = aControlPlane({ spec: { replicas, kubeadmConfigSpec: { clusterConfiguration: { encryptionAlgorithm: 'ECDSA-P256' } }, ...spec } });
  const crds = [crd('devmachinetemplates.infrastructure.cluster.x-k8s.io'), crd('devmachines.infrastructure.cluster.x-k8s.io')];
  const client = fakeClient({ objects: [aCluster({ status: {} }), controlPlane, aTemplate(), ...crds, ...objects], indexes: { Secret: { [secretKeyIndex]: secretKeyValues } } });
  const workload = fakeClient({ objects: [] });
  const workloadClusters = new FakeWorkloadClusters();
  const etcd = new FakeEtcd();
  let pods: Pod[] = [];
  let calls = 0;
  const reconciler = kubeadmControlPlaneReconciler({
    client,
    external: createExternalObjects({ client }),
    workloadClusters,
    secrets: createClusterSecrets(client),
    pods: { list: async () => new Map(pods.map((pod) => [pod.metadata.name, pod])) },
    etcd,
    servingCertificates: { expiry: async () => new Date('2027-11-21T12:00:00Z') },
    remoteConditionsGracePeriodMs: 300_000,
    machinePools: true,
    // Names count up: bbbbb, bbbbc, …
    random: (limit) => (calls += 1) % 5 === 0 ? Math.floor(calls / 5 - 1) % limit : 0,
  });
  const ctx = fakeContext();
  return {
    client,
    workload,
    workloadClusters,
    etcd,
    ctx,
    setPods: (next: Pod[]) => void (pods = next),
    pass: () => reconcileOnce({ client, resource: KubeadmControlPlanes, reconciler, statusPace: unpaced }, key, ctx),
  };
}

export type World = ReturnType<typeof aWorld>;

export async function change<T extends KubeObject>(client: FakeClient, resource: Parameters<FakeClient['get']>[0], objectKey: { namespace?: string | undefined; name: string }, edit: (object: T) => T): Promise<void> {
  const object = (await client.get(resource, objectKey)) as T;
  client.put(edit(structuredClone(object)));
}

export const provisionInfrastructure = (world: World) => change(world.client, Clusters, clusterKey, (cluster) => ({ ...cluster, status: { initialization: { infrastructureProvisioned: true } } }));

export const firstWords = { type: 'Ready', status: 'Unknown', reason: 'Unknown', message: '', lastTransitionTime: '2026-11-21T12:00:00Z' } as const;

/** What infrastructure, kubeadm and the Machine's controller do for a new Machine. */
export async function bringUp(world: World, machine: Machine): Promise<void> {
  const { name } = machine.metadata;
  await change<Machine>(world.client, Machines, { namespace: 'ns', name }, (object) => ({ ...object, spec: { ...object.spec, providerID: `dev://${name}` }, status: { conditions: [firstWords], ...object.status, nodeRef: { name } } }));
  const isFirst = world.etcd.members.length === 0;
  world.etcd.members = [...world.etcd.members, anEtcdMember(name)];
  if (isFirst) world.etcd.leader = name;
  world.workload.put(kubeadmConfigMap, aNode(name));
  world.setPods(world.etcd.members.flatMap((member) => podsOf(member.name)));
  world.workloadClusters.connect(clusterKey, world.workload.live, world.etcd.members.map((member) => aNode(member.name)));
}

export const controlPlaneOf = async ({ client }: World): Promise<KubeadmControlPlane> => (await client.get(KubeadmControlPlanes, key)) as KubeadmControlPlane;
export const conditionsOf = (object: { status?: { conditions?: readonly { type: string; status: string; reason: string; message?: string }[] } }) =>
  Object.fromEntries((object.status?.conditions ?? []).map(({ type, status, reason, message }) => [type, [status, reason, message].filter(Boolean).join(' ')]));
export const writesOf = ({ client }: World, since: number) => client.writes.slice(since).map(({ verb, kind, key: name, subresource }) => [verb, kind, name, subresource].filter(Boolean).join(' '));

/** A world whose control plane has come up. */
export async function aRunningWorld(replicas = 1, spec: Partial<KubeadmControlPlaneSpec> = {}): Promise<World> {
  const world = aWorld({ replicas, spec });
  await provisionInfrastructure(world);
  for (let count = 0; count < replicas; count += 1) {
    await world.pass();
    const [newest] = world.client.objects(Machines).filter(({ status }) => !status?.nodeRef);
    if (newest) await bringUp(world, newest);
    await world.pass();
  }
  return world;
}
