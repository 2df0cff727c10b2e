import type { Resource } from '@clusterwright/api';
import { createManager } from '@clusterwright/controller-runtime';
import type { Logger } from '@clusterwright/controller-runtime';
import { createKubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import type { TreeInput, TreeObject } from './tree.ts';

const kind = (group: string, name: string, plural: string): Resource<TreeObject> => ({ group: `${group}cluster.x-k8s.io`, version: 'v1beta2', kind: name, plural, namespaced: true });
const clusters = kind('', 'Cluster', 'clusters');
const machines = kind('', 'Machine', 'machines');
const deployments = kind('', 'MachineDeployment', 'machinedeployments');
const controlPlanes = kind('controlplane.', 'KubeadmControlPlane', 'kubeadmcontrolplanes');
const infrastructures = kind('infrastructure.', 'DevCluster', 'devclusters');

const silent: Logger = { info: () => {}, debug: () => {}, error: () => {}, with: () => silent };

/** Watches the objects of a Cluster; `look` returns them as they are in the watch caches now. */
export function observeCluster({ kubeconfig, namespace, name, signal }: { kubeconfig: string; namespace: string; name: string; signal: AbortSignal }): { look(): Promise<TreeInput> } {
  const live = createKubeClient({ ...loadConnection(kubeconfig), userAgent: 'clusterwright-quickstart' });
  const { client } = createManager({ live, log: silent, component: 'quickstart', signal, namespace });
  signal.addEventListener('abort', () => void live.close(), { once: true });
  return {
    async look() {
      const cluster = await client.get(clusters, { namespace, name });
      const ofCluster = { namespace, filter: (object: TreeObject) => object.spec?.clusterName === name };
      const find = async (resource: Resource<TreeObject>, ref: { name: string } | undefined): Promise<TreeObject | undefined> => (ref ? client.get(resource, { namespace, name: ref.name }) : undefined);
      return {
        now: new Date(),
        cluster,
        infrastructure: await find(infrastructures, cluster?.spec?.infrastructureRef),
        controlPlane: await find(controlPlanes, cluster?.spec?.controlPlaneRef),
        deployments: await client.list(deployments, ofCluster),
        machines: await client.list(machines, ofCluster),
      };
    },
  };
}
