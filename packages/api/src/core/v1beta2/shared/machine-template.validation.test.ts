import { validateMachineNaming, validateReplicatedMachines } from './machine-template.validation.ts';
import type { ReplicatedMachines } from './machine-template.validation.ts';

const options = { taintPropagation: true, preflightChecks: true };

type Spec = ReplicatedMachines['spec'];
type TemplateSpec = Spec['template']['spec'];

function aSet({ spec, template, labels = { app: 'x' }, annotations }: { spec?: Partial<Spec>; template?: Partial<TemplateSpec>; labels?: Record<string, string>; annotations?: Record<string, string> } = {}): ReplicatedMachines {
  return {
    metadata: { name: 'ms', annotations },
    spec: { clusterName: 'c', selector: { matchLabels: { app: 'x' } }, template: { metadata: { labels }, spec: { clusterName: 'c', bootstrap: { dataSecretName: 's' }, ...template } }, ...spec },
  };
}

const skip = 'machineset.cluster.x-k8s.io/skip-preflight-checks';
const skipField = `metadata.annotations.${skip}`;

interface Case {
  readonly name: string;
  readonly why: string;
  readonly next: ReplicatedMachines;
  readonly previous?: ReplicatedMachines;
  readonly want: readonly (readonly [string, string])[];
}

const cases: readonly Case[] = [
  { name: 'the usual', why: 'everything fits', next: aSet(), want: [] },
  { name: 'no bootstrap', why: 'its Machines could never start', next: aSet({ template: { bootstrap: {} } }), want: [['spec.template.spec.bootstrap', 'Required']] },
  { name: 'labels that the selector misses', why: 'it would create Machines for ever', next: aSet({ labels: { app: 'y' } }), want: [['spec.template.metadata.labels', 'Forbidden']] },
  { name: 'a selector that cannot be read', why: 'whether labels match is then no question', next: aSet({ spec: { selector: { matchLabels: { app: 'Bad Value!' } } } }), want: [['spec.selector', 'Invalid']] },
  { name: 'different cluster names', why: 'Machines must be of the same cluster', next: aSet({ template: { clusterName: 'd' } }), want: [['spec.clusterName', 'Invalid']] },
  { name: 'another cluster than before', why: 'Machines do not move', next: aSet({ spec: { clusterName: 'd' }, template: { clusterName: 'd' } }), previous: aSet(), want: [['spec.clusterName', 'Forbidden']] },
  { name: 'a version that is none', why: 'kubeadm would fail', next: aSet({ template: { version: '1.36' } }), want: [['spec.template.spec.version', 'Invalid'], ['spec.template.spec.version', 'Invalid']] },
  { name: 'a taint of control planes', why: 'these are workers', next: aSet({ template: { taints: [{ key: 'node-role.kubernetes.io/control-plane' }] } }), want: [['spec.template.spec.taints[0].key', 'Invalid']] },
  { name: 'labels that are none', why: 'Machines could not be created', next: aSet({ labels: { app: 'x', bad: '$' } }), want: [['spec.template.metadata.labels', 'Invalid']] },
  { name: 'known checks to skip', why: 'blanks do not matter', next: aSet({ annotations: { [skip]: 'All, KubeadmVersionSkew' } }), want: [] },
  { name: 'an unknown check to skip', why: 'a misspelled one would still be done', next: aSet({ annotations: { [skip]: 'All,Kubeadm' } }), want: [[skipField, 'Invalid']] },
  { name: 'a naming template', why: 'it is used', next: aSet({ spec: { machineNaming: { template: 'x' } } }), want: [['spec.machineNaming.template', 'Invalid']] },
];

test.each(cases)('validateReplicatedMachines: $name → $want ($why)', ({ next, previous, want }) => {
  expect(validateReplicatedMachines(next, previous, options, 'Forbidden').map(({ field, type }) => [field, type])).toEqual(want);
});

test('without the gate of preflight checks the annotation means nothing', () => {
  expect(validateReplicatedMachines(aSet({ annotations: { [skip]: 'Kubeadm' } }), undefined, { ...options, preflightChecks: false }, 'Invalid')).toEqual([]);
});

const naming: readonly { template: string | undefined; why: string; want: readonly string[] }[] = [
  { template: undefined, why: 'there is a default', want: [] },
  { template: '{{ .cluster.name }}-{{ .machineSet.name }}-{{ .random }}', why: 'all there is', want: [] },
  { template: '{{.cluster.name}}-{{ .random }}', why: 'blanks inside are free', want: [] },
  { template: `{{ .random }}${'a'.repeat(100)}-`, why: 'long names are cut', want: [] },
  { template: 'fixed', why: 'two Machines would have one name', want: ['{{ .random }} is missing'] },
  { template: '{{ .cluster.name }}_{{ .random }}', why: 'no name of an object', want: ['would not be valid Kubernetes object names'] },
  { template: '{{ .cluster.id }}-{{ .random }}', why: 'unknown', want: ['.cluster.id is not known'] },
  { template: '{{ .cluster.name', why: 'not closed', want: ['{{ .random }} is missing', 'unclosed action'] },
];
test.each(naming)('validateMachineNaming: $template ($why)', ({ template, want }) => {
  const errors = validateMachineNaming(template);
  expect(errors).toEqual(want.map((text) => ({ field: 'spec.machineNaming.template', type: 'Invalid', value: template, detail: expect.stringContaining(text) })));
});
