import { defaultDevMachineTemplate } from './dev-machine-template.defaults.ts';
import type { DevMachineTemplate } from './dev-machine-template.schema.ts';
import { validateDevMachineTemplate } from './dev-machine-template.validation.ts';

type Template = DevMachineTemplate['spec']['template'];

const head = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachineTemplate', metadata: { name: 't' } };
const aTemplate = (template: Template, annotations: Record<string, string> = {}): DevMachineTemplate => ({ ...head, metadata: { name: 't', annotations }, spec: { template } });
const memory: Template = { spec: { backend: { inMemory: {} } } };
const docker: Template = { spec: { backend: { docker: {} } } };
const write = { dryRun: false };

test('a template without spec gets the docker backend', () => {
  expect(defaultDevMachineTemplate(head).spec).toEqual({ template: { spec: { backend: { docker: {} } } } });
});

test.each([
  { name: 'a new one', why: 'nothing is wrong', next: aTemplate(memory), previous: undefined, request: write, want: [] },
  { name: 'other labels', why: 'only the spec is fixed', next: aTemplate({ ...memory, metadata: { labels: { a: 'b' } } }), previous: aTemplate(memory), request: write, want: [] },
  { name: 'another backend', why: 'machines made from it could not be told from those made before', next: aTemplate(docker), previous: aTemplate(memory), request: write, want: ['spec.template.spec'] },
  { name: 'another backend, the topology asking', why: 'it is not stored', next: aTemplate(docker, { 'topology.cluster.x-k8s.io/dry-run': '' }), previous: aTemplate(memory), request: { dryRun: true }, want: [] },
  { name: 'labels that are none', why: 'machines could not be created', next: aTemplate({ ...memory, metadata: { labels: { a: '$' } } }), previous: aTemplate(memory), request: write, want: ['spec.template.metadata.labels'] },
])('validateDevMachineTemplate: $name ($why)', ({ next, previous, request, want }) => {
  expect(validateDevMachineTemplate(next, previous, request).map(({ field }) => field)).toEqual(want);
});
