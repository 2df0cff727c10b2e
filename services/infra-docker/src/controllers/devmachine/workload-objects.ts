import type { KubeObject, Resource } from '@clusterwright/api';
import type { ConfigMap, Node, Pod } from '@clusterwright/api/kubernetes';
import { ClusterRoleBindings, ClusterRoles, ConfigMaps, DaemonSets, Deployments } from '@clusterwright/api/kubernetes';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { DevMachine } from '@clusterwright/api/infrastructure/v1beta2';
import { rfc3339 } from '@clusterwright/controller-runtime';

const kubeSystem = 'kube-system';
const mirrorAnnotation = 'kubernetes.io/config.mirror';
const controlPlaneRole = 'node-role.kubernetes.io/control-plane';

export function providerIDOf({ metadata }: DevMachine): string {
  return `in-memory://${metadata.name}`;
}

/** The Node a kubelet of this machine registers: healthy, and for a control plane with kubeadm's label and taint. */
export function nodeOf(devMachine: DevMachine, machine: Machine, isControlPlane: boolean, now: Date): Node {
  const time = rfc3339(now);
  const condition = (type: string, status: string, reason: string): Record<string, string> => ({ type, status, reason, lastTransitionTime: time, lastHeartbeatTime: time });
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: devMachine.metadata.name, ...(isControlPlane ? { labels: { [controlPlaneRole]: '' } } : {}) },
    spec: { providerID: providerIDOf(devMachine), ...(isControlPlane ? { taints: [{ key: controlPlaneRole, effect: 'NoSchedule' }] } : {}) },
    status: {
      nodeInfo: { kubeletVersion: machine.spec.version },
      conditions: [
        condition('Ready', 'True', 'KubeletReady'),
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
      ],
    },
  };
  // A Node has more required fields than a simulated one needs.
  return node as unknown as Node;
}

/** Names of the static Pods of a control plane machine, as kubeadm gives them. */
export const staticPodName = (component: string, { metadata }: DevMachine): string => `${component}-${metadata.name}`;

/** A static Pod of the control plane, running and ready, with the annotation by which drains leave it alone. */
export function staticPod(component: string, devMachine: DevMachine): Pod {
  const name = staticPodName(component, devMachine);
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: kubeSystem, labels: { component, tier: 'control-plane' }, annotations: { [mirrorAnnotation]: name } },
    spec: { nodeName: devMachine.metadata.name },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
  // A Pod without containers is one only here, where nothing runs in it.
  return pod as unknown as Pod;
}

export interface WorkloadObject {
  readonly resource: Resource;
  readonly object: KubeObject;
}

/** What kubeadm leaves in every cluster: its configuration, rights for joining nodes, kube-proxy and CoreDNS. */
export function kubeadmObjects(kubernetesVersion: string): WorkloadObject[] {
  const rbac = 'rbac.authorization.k8s.io';
  const nodesRole = { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: 'kubeadm:get-nodes' }, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['nodes'] }] };
  const nodesBinding = {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'kubeadm:get-nodes' },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'kubeadm:get-nodes' },
    subjects: [{ kind: 'Group', name: 'system:bootstrappers:kubeadm:default-node-token' }],
  };
  const configMap = (name: string, data: Record<string, string>): ConfigMap => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: kubeSystem }, data });
  const workload = (kind: string, name: string, image: string): KubeObject => {
    const labels = { 'k8s-app': name };
    const object = { apiVersion: 'apps/v1', kind, metadata: { name, namespace: kubeSystem, labels: { component: name } }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name, image }] } } } };
    return object;
  };
  return [
    { resource: ClusterRoles, object: nodesRole },
    { resource: ClusterRoleBindings, object: nodesBinding },
    { resource: ConfigMaps, object: configMap('kubeadm-config', { ClusterConfiguration: '' }) },
    { resource: DaemonSets, object: workload('DaemonSet', 'kube-proxy', `registry.k8s.io/kube-proxy:${kubernetesVersion.replaceAll('+', '_')}`) },
    { resource: ConfigMaps, object: configMap('coredns', { Corefile: '.:53 {\n    errors\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n    cache 30\n    loop\n}\n' }) },
    { resource: Deployments, object: workload('Deployment', 'coredns', 'registry.k8s.io/coredns/coredns:v1.14.2') },
  ] as WorkloadObject[];
}
