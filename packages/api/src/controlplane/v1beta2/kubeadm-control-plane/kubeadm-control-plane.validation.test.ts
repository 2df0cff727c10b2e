import { aControlPlane, externalEtcd } from './kubeadm-control-plane.fixtures.ts';
import type { KubeadmControlPlane, KubeadmControlPlaneSpec } from './kubeadm-control-plane.schema.ts';
import { validateKubeadmControlPlane } from './kubeadm-control-plane.validation.ts';

const options = { taintPropagation: true, ignition: false };
const machineTemplate = (more: object): KubeadmControlPlaneSpec['machineTemplate'] => {
  const { metadata, spec } = aControlPlane().spec.machineTemplate;
  return { metadata, spec, ...more };
};
const { infrastructureRef } = aControlPlane().spec.machineTemplate.spec;

interface Case {
  readonly name: string;
  readonly why: string;
  readonly next: KubeadmControlPlane;
  readonly previous?: KubeadmControlPlane;
  readonly want: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'the usual', why: 'everything fits', next: aControlPlane(), want: [] },
  { name: 'an update without a change', why: 'everything fits', next: aControlPlane(), previous: aControlPlane(), want: [] },
  { name: 'no replicas', why: 'a control plane is never without Machines', next: aControlPlane({ spec: { replicas: 0 } }), want: ['spec.replicas Forbidden', 'spec.replicas Forbidden'] },
  { name: 'minus one', why: 'odd, but no number of Machines', next: aControlPlane({ spec: { replicas: -1 } }), want: ['spec.replicas Forbidden'] },
  { name: 'replicas left out', why: 'defaulting has set them', next: aControlPlane({ spec: { replicas: undefined } }), want: ['spec.replicas Required'] },
  { name: 'two replicas', why: 'etcd would lose its quorum with one of them', next: aControlPlane({ spec: { replicas: 2 } }), want: ['spec.replicas Forbidden'] },
  { name: 'two replicas, external etcd', why: 'API servers have no quorum', next: aControlPlane({ spec: { replicas: 2 }, cluster: externalEtcd }), want: [] },
  { name: 'a version that is none', why: 'kubeadm would fail', next: aControlPlane({ spec: { version: 'v1.36' } }), want: ['spec.version Invalid'] },
  { name: 'two minor versions up', why: 'kubeadm cannot do that', next: aControlPlane({ spec: { version: 'v1.38.0' } }), previous: aControlPlane(), want: ['spec.version Forbidden'] },
  {
    name: 'labels that are none',
    why: 'Machines could not be created',
    next: aControlPlane({ spec: { machineTemplate: machineTemplate({ metadata: { labels: { a: '$' } } }) } }),
    want: ['spec.machineTemplate.metadata.labels Invalid'],
  },
  {
    name: 'a reserved taint',
    why: 'controllers own it',
    next: aControlPlane({ spec: { machineTemplate: machineTemplate({ spec: { infrastructureRef, taints: [{ key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule', propagation: 'Always' }] } }) } }),
    want: ['spec.machineTemplate.spec.taints[0].key Invalid'],
  },
  {
    name: 'the taint of control planes',
    why: 'kubeadm sets it, so may the user',
    next: aControlPlane({ spec: { machineTemplate: machineTemplate({ spec: { infrastructureRef, taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule', propagation: 'Always' }] } }) } }),
    want: [],
  },
  { name: 'a naming template of MachineSets', why: 'there is no MachineSet', next: aControlPlane({ spec: { machineNaming: { template: '{{ .machineSet.name }}-{{ .random }}' } } }), want: ['spec.machineNaming.template Invalid'] },
  { name: 'a naming template', why: 'cluster and control plane are known', next: aControlPlane({ spec: { machineNaming: { template: '{{ .cluster.name }}-{{ .kubeadmControlPlane.name }}-{{ .random }}' } } }), want: [] },
  {
    name: 'two files at one path',
    why: 'what KubeadmConfigs cannot have',
    next: aControlPlane({ kubeadm: { files: [{ path: '/a', content: 'x' }, { path: '/a', content: 'y' }] } }),
    want: ['spec.kubeadmConfigSpec.files[1].path Invalid'],
  },
  {
    name: 'two timeouts',
    why: 'in the older API they are one field',
    next: aControlPlane({ kubeadm: { initConfiguration: { timeouts: { controlPlaneComponentHealthCheckSeconds: 10 } }, joinConfiguration: { timeouts: { controlPlaneComponentHealthCheckSeconds: 20 } } } }),
    want: ['spec.kubeadmConfigSpec.initConfiguration.timeouts.controlPlaneComponentHealthCheckSeconds Invalid', 'spec.kubeadmConfigSpec.joinConfiguration.timeouts.controlPlaneComponentHealthCheckSeconds Invalid'],
  },
  { name: 'Ignition without its gate', why: 'nobody would read it', next: aControlPlane({ kubeadm: { format: 'ignition' } }), want: ['spec.kubeadmConfigSpec.format Forbidden'] },
  { name: 'etcd moved outside', why: 'data would be lost', next: aControlPlane({ cluster: externalEtcd }), previous: aControlPlane(), want: ['spec.kubeadmConfigSpec.clusterConfiguration.etcd.external Forbidden'] },
  { name: 'certificatesDir changed', why: 'Machines of both kinds would not find each other’s', next: aControlPlane({ cluster: { certificatesDir: '/b' } }), previous: aControlPlane({ cluster: { certificatesDir: '/a' } }), want: ['spec.kubeadmConfigSpec.clusterConfiguration.certificatesDir Forbidden'] },
];

test.each(cases)('validateKubeadmControlPlane: $name → $want ($why)', ({ next, previous, want }) => {
  expect(validateKubeadmControlPlane(next, previous, options).map(({ field, type }) => `${field} ${type}`)).toEqual(want);
});
