import type { ClusterConfiguration } from '../../../bootstrap/v1beta2/kubeadm-config-spec/cluster-configuration.schema.ts';
import type { KubeadmConfigSpec } from '../../../bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.schema.ts';
import type { KubeadmControlPlane, KubeadmControlPlaneSpec } from './kubeadm-control-plane.schema.ts';

interface Parts {
  readonly spec?: Partial<KubeadmControlPlaneSpec>;
  readonly kubeadm?: KubeadmConfigSpec;
  readonly cluster?: ClusterConfiguration;
  readonly metadata?: Partial<KubeadmControlPlane['metadata']>;
}

/** A KubeadmControlPlane that is accepted, with parts of it replaced. */
export function aControlPlane({ spec, kubeadm, cluster, metadata }: Parts = {}): KubeadmControlPlane {
  return {
    apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2',
    kind: 'KubeadmControlPlane',
    metadata: { name: 'cp', namespace: 'n', ...metadata },
    spec: {
      replicas: 3,
      version: 'v1.36.3',
      machineTemplate: { spec: { infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachineTemplate', name: 'i' } } },
      kubeadmConfigSpec: { ...(cluster ? { clusterConfiguration: cluster } : {}), ...kubeadm },
      rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } },
      ...spec,
    },
  };
}

export const externalEtcd = { etcd: { external: { endpoints: ['https://e'], caFile: '/ca', certFile: '/cert', keyFile: '/key' } } };
