import type { KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import { desiredExistingMachine, desiredInfraMachine, desiredKubeadmConfig, desiredKubeadmConfigSpec, desiredNewMachine } from './desired-state.plan.ts';
import { aCluster, aControlPlane, aMachine, aTemplate } from './kubeadmcontrolplane.fixtures.ts';

const cluster = aCluster();
const refs = { infrastructureRef: { apiGroup: 'i', kind: 'DevMachine', name: 'm' }, configRef: { apiGroup: 'b', kind: 'KubeadmConfig', name: 'm' } };
const owner = { apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlane', name: 'cp', uid: 'cp-uid' };
const labels = { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/control-plane': '', 'cluster.x-k8s.io/control-plane-name': 'cp' };
const gates = ['NodeKubeadmLabelsAndTaintsSet', 'APIServerPodHealthy', 'ControllerManagerPodHealthy', 'SchedulerPodHealthy', 'EtcdPodHealthy', 'EtcdMemberHealthy'];
const template = { metadata: { labels: { a: 'b', 'cluster.x-k8s.io/cluster-name': 'wrong' }, annotations: { x: 'y' } }, spec: { infrastructureRef: { apiGroup: 'i', kind: 'DevMachineTemplate', name: 't' }, deletion: { nodeDrainTimeoutSeconds: 60 }, readinessGates: [{ conditionType: 'Mine' }, { conditionType: 'EtcdPodHealthy' }] } };

test('a new Machine states exactly what the control plane owns', () => {
  expect(desiredNewMachine(aControlPlane(), cluster, { name: 'm', failureDomain: undefined, ...refs })).toEqual({
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: { name: 'm', namespace: 'ns', labels, annotations: { 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup': '' }, ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }] },
    spec: { clusterName: 'c', version: 'v1.36.3', infrastructureRef: refs.infrastructureRef, bootstrap: { configRef: refs.configRef }, readinessGates: gates.map((conditionType) => ({ conditionType })) },
  });
});

test('the machine template adds labels, annotations, timeouts and gates, and cannot overrule ours', () => {
  const { metadata, spec } = desiredNewMachine(aControlPlane({ spec: { machineTemplate: template } }), cluster, { name: 'm', failureDomain: 'a', ...refs });
  expect(metadata).toMatchObject({ labels: { ...labels, a: 'b' }, annotations: { x: 'y', 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup': '' } });
  expect(spec).toMatchObject({ failureDomain: 'a', deletion: { nodeDrainTimeoutSeconds: 60 } });
  expect(spec.readinessGates?.map(({ conditionType }) => conditionType)).toEqual([...gates, 'Mine']);
});

test('with external etcd no gate is about etcd', () => {
  const external = { clusterConfiguration: { etcd: { external: { endpoints: ['https://e'], caFile: 'a', certFile: 'b', keyFile: 'c' } } } };
  const { spec } = desiredNewMachine(aControlPlane({ spec: { kubeadmConfigSpec: external } }), cluster, { name: 'm', failureDomain: undefined, ...refs });
  expect(spec.readinessGates?.map(({ conditionType }) => conditionType)).toEqual(gates.slice(0, 4));
});

test('a Machine made for a remediation remembers which', () => {
  const annotations = { 'controlplane.cluster.x-k8s.io/remediation-in-progress': '{"machine":"x"}' };
  const { metadata } = desiredNewMachine(aControlPlane({ metadata: { annotations } }), cluster, { name: 'm', failureDomain: undefined, ...refs });
  expect(metadata.annotations).toMatchObject({ 'controlplane.cluster.x-k8s.io/remediation-for': '{"machine":"x"}' });
});

test('an existing Machine keeps version, failure domain, references and what it remembers', () => {
  const machine = aMachine('m', { spec: { version: 'v1.30.0', failureDomain: 'b' }, metadata: { annotations: { 'controlplane.cluster.x-k8s.io/remediation-for': 'r', 'controlplane.cluster.x-k8s.io/kubeadm-cluster-configuration': 'old', other: 'kept by its owner' } } });
  const desired = desiredExistingMachine(aControlPlane({ spec: { machineTemplate: template } }), cluster, machine);
  expect(desired).toMatchObject({ metadata: { uid: 'm-uid', labels: { a: 'b' } }, spec: { version: 'v1.30.0', failureDomain: 'b', infrastructureRef: machine.spec.infrastructureRef, bootstrap: { configRef: machine.spec.bootstrap.configRef } } });
  expect(desired.metadata.annotations).toEqual({ x: 'y', 'controlplane.cluster.x-k8s.io/remediation-for': 'r', 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup': '' });
  expect(desired.spec.providerID).toBeUndefined();
});

const init = { initConfiguration: { skipPhases: ['a'] }, joinConfiguration: { skipPhases: ['b'] } };
const modes: readonly { name: string; why: string; mode: 'init' | 'join'; spec: KubeadmConfigSpec; version?: string; want: KubeadmConfigSpec }[] = [
  { name: 'the first machine', why: 'kubeadm init', mode: 'init', spec: init, want: { initConfiguration: { skipPhases: ['a'] } } },
  { name: 'another machine', why: 'controlPlane tells a join', mode: 'join', spec: init, want: { joinConfiguration: { skipPhases: ['b'], controlPlane: {} } } },
  { name: 'a join with an endpoint', why: 'it is kept', mode: 'join', spec: { joinConfiguration: { controlPlane: { localAPIEndpoint: { bindPort: 7443 } } } }, want: { joinConfiguration: { controlPlane: { localAPIEndpoint: { bindPort: 7443 } } } } },
  { name: '1.30', why: 'the gate does not exist yet', mode: 'init', spec: {}, version: 'v1.30.9', want: {} },
  { name: '1.31 pre-release', why: 'it counts as 1.31', mode: 'init', spec: {}, version: 'v1.31.0-rc.1', want: { clusterConfiguration: { featureGates: { ControlPlaneKubeletLocalMode: true } } } },
  { name: '1.35 with an opinion', why: 'the user’s value stays', mode: 'init', spec: { clusterConfiguration: { featureGates: { ControlPlaneKubeletLocalMode: false } } }, version: 'v1.35.1', want: { clusterConfiguration: { featureGates: { ControlPlaneKubeletLocalMode: false } } } },
  { name: '1.36', why: 'the gate is gone', mode: 'init', spec: {}, version: 'v1.36.0', want: {} },
];
test.each(modes)('KubeadmConfig of $name ($why)', ({ mode, spec, version = 'v1.36.3', want }) => {
  expect(desiredKubeadmConfigSpec(aControlPlane({ spec: { kubeadmConfigSpec: spec, version } }), mode)).toEqual(want);
});

test('a KubeadmConfig without settings has no spec: the API refuses an empty one', () => {
  expect(desiredKubeadmConfig(aControlPlane(), cluster, 'm', 'init')).toEqual({ apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2', kind: 'KubeadmConfig', metadata: { name: 'm', namespace: 'ns', labels, annotations: {}, ownerReferences: [owner] } });
});

test('an InfraMachine is cloned from the template and says so', () => {
  expect(desiredInfraMachine(aControlPlane(), cluster, 'm', aTemplate())).toEqual({
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'DevMachine',
    metadata: {
      name: 'm',
      namespace: 'ns',
      labels,
      annotations: { 'cluster.x-k8s.io/cloned-from-name': 't', 'cluster.x-k8s.io/cloned-from-groupkind': 'DevMachineTemplate.infrastructure.cluster.x-k8s.io' },
      ownerReferences: [owner],
    },
    spec: { backend: { inMemory: {} } },
  });
});
