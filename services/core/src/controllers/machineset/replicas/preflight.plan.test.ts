import type { UnstructuredObject } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { aCluster, aMachineSet, aTemplate, infrastructureRef } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { preflightMessages } from './preflight.plan.ts';
import type { PreflightInput } from './preflight.plan.ts';

const controlPlane = (spec: object = { version: 'v1.36.3' }, status: object = { versions: [{ version: 'v1.36.3', replicas: 1 }] }): UnstructuredObject => ({
  apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2',
  kind: 'KubeadmControlPlane',
  metadata: { name: 'cp', namespace: 'ns' },
  spec: { ...spec },
  status: { ...status },
});
const machineSet = (version?: string, { annotations = {}, configRef = { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfigTemplate', name: 'md' } } = {}) =>
  aMachineSet({ metadata: { annotations }, spec: { template: aTemplate({ version, bootstrap: { configRef } }) } });
const topologyCluster = (version: string, annotations: Record<string, string> = {}): Cluster => aCluster({ metadata: { annotations }, spec: { topology: { version, classRef: { name: 'cc' } } } });
const input = (more: Partial<PreflightInput> = {}): PreflightInput => ({
  cluster: aCluster(),
  machineSet: machineSet('v1.36.3'),
  controlPlane: controlPlane(),
  bootstrapTemplate: undefined,
  enabled: new Set(['All']),
  topology: false,
  ...more,
});
const skip = (checks: string) => ({ 'machineset.cluster.x-k8s.io/skip-preflight-checks': checks });
const template = (annotations: Record<string, string>): UnstructuredObject => ({ apiVersion: 'b/v1', kind: 'KubeadmConfigTemplate', metadata: { name: 'md', annotations } });
const provisioning = 'KubeadmControlPlane ns/cp is provisioning ("ControlPlaneIsStable" preflight check failed)';

describe('preflightMessages', () => {
  const cases: { name: string; why: string; input: PreflightInput; want: string[] }[] = [
    { name: 'all well', why: 'same version, stable', input: input(), want: [] },
    { name: 'no control plane', why: 'nothing to compare with', input: input({ controlPlane: undefined }), want: [] },
    { name: 'control plane without version', why: 'nothing to compare with', input: input({ controlPlane: controlPlane({}) }), want: [] },
    { name: 'provisioning', why: 'reports no version', input: input({ controlPlane: controlPlane(undefined, {}) }), want: [provisioning] },
    {
      name: 'upgrading',
      why: 'an older version runs',
      input: input({ controlPlane: controlPlane({ version: 'v1.36.4' }) }),
      want: ['KubeadmControlPlane ns/cp is upgrading ("ControlPlaneIsStable" preflight check failed)'],
    },
    {
      name: 'MachineSet ahead',
      why: 'a kubelet must not be newer; kubeadm wants the same minor',
      input: input({ machineSet: machineSet('v1.37.0') }),
      want: [
        'MachineSet version (1.37.0) and ControlPlane version (1.36.3) do not conform to the kubernetes version skew policy as MachineSet version is higher than ControlPlane version ("KubernetesVersionSkew" preflight check failed)',
        'MachineSet version (1.37.0) and ControlPlane version (1.36.3) do not conform to kubeadm version skew policy as kubeadm only supports joining with the same major+minor version as the control plane ("KubeadmVersionSkew" preflight check failed)',
      ],
    },
    { name: 'three minors behind', why: 'within the policy', input: input({ machineSet: machineSet('v1.33.0', { configRef: { ...infrastructureRef, kind: 'OtherTemplate' } }) }), want: [] },
    {
      name: 'four minors behind',
      why: 'too old; other bootstrap providers have no rule of their own',
      input: input({ machineSet: machineSet('v1.32.0', { configRef: { ...infrastructureRef, kind: 'OtherTemplate' } }) }),
      want: [
        'MachineSet version (1.32.0) and ControlPlane version (1.36.3) do not conform to the kubernetes version skew policy as MachineSet version is more than 3 minor versions older than the ControlPlane version ("KubernetesVersionSkew" preflight check failed)',
      ],
    },
    { name: 'MachineSet without version', why: 'no skew to look at', input: input({ machineSet: machineSet(undefined), controlPlane: controlPlane(undefined, {}) }), want: [provisioning] },
    { name: 'skipped on the MachineSet', why: 'the list may have spaces', input: input({ machineSet: machineSet('v1.37.0', { annotations: skip('KubeadmVersionSkew, KubernetesVersionSkew') }) }), want: [] },
    { name: 'all skipped', why: 'by one word', input: input({ machineSet: machineSet('v1.37.0', { annotations: skip('All') }), controlPlane: controlPlane(undefined, {}) }), want: [] },
    { name: 'skipped on the template', why: 'where the MachineSet says nothing', input: input({ controlPlane: controlPlane(undefined, {}), bootstrapTemplate: template(skip('ControlPlaneIsStable')) }), want: [] },
    {
      name: 'skip lists of both',
      why: 'the one of the MachineSet counts',
      input: input({ machineSet: machineSet('v1.36.3', { annotations: skip('KubeadmVersionSkew') }), controlPlane: controlPlane(undefined, {}), bootstrapTemplate: template(skip('All')) }),
      want: [provisioning],
    },
    { name: 'only one enabled', why: 'the others do not run', input: input({ enabled: new Set(['KubeadmVersionSkew']), controlPlane: controlPlane(undefined, {}) }), want: [] },
    { name: 'none enabled', why: 'the flag is empty', input: input({ enabled: new Set(), controlPlane: controlPlane(undefined, {}) }), want: [] },
    {
      name: 'topology: upgrade pending',
      why: 'the control plane does not know of it yet',
      input: input({ topology: true, cluster: topologyCluster('v1.37.0') }),
      want: ['KubeadmControlPlane ns/cp has a pending version upgrade to v1.37.0 ("ControlPlaneIsStable" preflight check failed)'],
    },
    { name: 'topology: step of an upgrade', why: 'Machines of this step may come', input: input({ topology: true, cluster: topologyCluster('v1.37.0', { 'topology.internal.cluster.x-k8s.io/upgrade-step': 'v1.36.3' }) }), want: [] },
    {
      name: 'topology: other step',
      why: 'names the step',
      input: input({ topology: true, cluster: topologyCluster('v1.38.0', { 'topology.internal.cluster.x-k8s.io/upgrade-step': 'v1.37.0' }) }),
      want: ['KubeadmControlPlane ns/cp has a pending version upgrade to v1.37.0 ("ControlPlaneIsStable" preflight check failed)'],
    },
    {
      name: 'topology: MachineSet behind',
      why: 'its version will follow',
      input: input({ topology: true, cluster: topologyCluster('v1.36.3'), machineSet: machineSet('v1.36.2') }),
      want: ['MachineSet version (v1.36.2) is not yet the same as the ControlPlane version (v1.36.3), waiting for version to be propagated to the MachineSet ("ControlPlaneVersionSkew" preflight check failed)'],
    },
    { name: 'gate for topologies off', why: 'the field does not count', input: input({ cluster: topologyCluster('v1.37.0'), machineSet: machineSet('v1.36.2') }), want: [] },
  ];
  test.each(cases)('$name → $want ($why)', ({ input: given, want }) => {
    expect(preflightMessages(given)).toEqual(want);
  });

  test('a version that is none is an error, not an obstacle', () => {
    expect(() => preflightMessages(input({ machineSet: machineSet('latest') }))).toThrow(expect.objectContaining({ code: 'InvalidVersion' }));
  });
});
