import type { KubeadmControlPlaneTemplate, KubeadmControlPlaneTemplateResource, KubeadmControlPlaneTemplateResourceSpec } from './kubeadm-control-plane-template.schema.ts';
import { validateKubeadmControlPlaneTemplate } from './kubeadm-control-plane-template.validation.ts';

const options = { topology: true, taintPropagation: true, ignition: false };

function aTemplate(spec: KubeadmControlPlaneTemplateResourceSpec, metadata?: KubeadmControlPlaneTemplateResource['metadata']): KubeadmControlPlaneTemplate {
  return { apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlaneTemplate', metadata: { name: 't' }, spec: { template: { spec, metadata } } };
}

const strategy = (maxSurge: number): KubeadmControlPlaneTemplateResourceSpec['rollout'] => ({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge } } });
const path = 'spec.template.spec';

interface Case {
  readonly name: string;
  readonly why: string;
  readonly next: KubeadmControlPlaneTemplate;
  readonly previous?: KubeadmControlPlaneTemplate;
  readonly want: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'a small one', why: 'a class may leave everything open', next: aTemplate({ remediation: { maxRetry: 3 } }), want: [] },
  { name: 'no surge', why: 'replicas come with the cluster', next: aTemplate({ rollout: strategy(0) }), want: [] },
  { name: 'too much surge', why: 'etcd grows by one member at a time', next: aTemplate({ rollout: strategy(2) }), want: [`${path}.rollout.strategy.rollingUpdate.maxSurge`] },
  { name: 'a naming template', why: 'without random part', next: aTemplate({ machineNaming: { template: 'x' } }), want: [`${path}.machineNaming.template`] },
  {
    name: 'Machines with a reserved taint and bad labels',
    why: 'they could not be created',
    next: aTemplate({ machineTemplate: { metadata: { labels: { a: '$' } }, spec: { taints: [{ key: 'node.kubernetes.io/x', effect: 'NoSchedule', propagation: 'Always' }] } } }),
    want: [`${path}.machineTemplate.spec.taints[0].key`, `${path}.machineTemplate.metadata.labels`],
  },
  { name: 'a CoreDNS tag that is no version', why: 'upgrades could not be judged', next: aTemplate({ kubeadmConfigSpec: { clusterConfiguration: { dns: { imageTag: 'x' } } } }), want: ['dns.imageTag'] },
  {
    name: 'two users’ passwords',
    why: 'what KubeadmConfigs cannot have',
    next: aTemplate({ kubeadmConfigSpec: { users: [{ name: 'u', passwd: 'p', passwdFrom: { secret: { name: 's', key: 'k' } } }] } }),
    want: [`${path}.kubeadmConfigSpec.users[0]`],
  },
  { name: 'labels that are none', why: 'control planes could not be created', next: aTemplate({}, { labels: { a: '$' } }), want: ['spec.template.metadata.labels'] },
  { name: 'a change', why: 'clusters of the class could not be told apart', next: aTemplate({ remediation: { maxRetry: 3 } }), previous: aTemplate({ remediation: { maxRetry: 2 } }), want: [path] },
  { name: 'other labels', why: 'only the spec is fixed', next: aTemplate({}, { labels: { a: 'c' } }), previous: aTemplate({}, { labels: { a: 'b' } }), want: [] },
  { name: 'a stored default strategy left out', why: 'earlier releases wrote it', next: aTemplate({ remediation: { maxRetry: 2 } }), previous: aTemplate({ remediation: { maxRetry: 2 }, rollout: strategy(1) }), want: [] },
  { name: 'a stored other strategy left out', why: 'somebody chose it', next: aTemplate({}), previous: aTemplate({ rollout: strategy(0) }), want: [path] },
  {
    name: 'a stored default of kubeadm left out',
    why: 'earlier releases wrote it',
    next: aTemplate({ kubeadmConfigSpec: { verbosity: 2 } }),
    previous: aTemplate({ kubeadmConfigSpec: { verbosity: 2, format: 'cloud-config', initConfiguration: { nodeRegistration: { imagePullPolicy: 'IfNotPresent' } } } }),
    want: [],
  },
];

test.each(cases)('validateKubeadmControlPlaneTemplate: $name → $want ($why)', ({ next, previous, want }) => {
  expect(validateKubeadmControlPlaneTemplate(next, previous, options).map(({ field }) => field)).toEqual(want);
});

test('without the gate none can be created, and stored ones can be updated', () => {
  const template = aTemplate({ remediation: { maxRetry: 3 } });
  expect(() => validateKubeadmControlPlaneTemplate(template, undefined, { ...options, topology: false })).toThrow('feature gate ClusterTopology');
  expect(validateKubeadmControlPlaneTemplate(template, template, { ...options, topology: false })).toEqual([]);
});
