import type { DevClusterTemplate } from './dev-cluster-template.schema.ts';
import { defaultDevClusterTemplate } from './dev-cluster-template.defaults.ts';
import { validateDevClusterTemplate } from './dev-cluster-template.validation.ts';

type Template = DevClusterTemplate['spec']['template'];

const aTemplate = (template: Template): DevClusterTemplate => ({ apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevClusterTemplate', metadata: { name: 't' }, spec: { template } });
const memory: Template = { spec: { backend: { inMemory: {} } } };
const docker: Template = { spec: { backend: { docker: {} } } };
const topology = { topology: true };

interface Case {
  readonly name: string;
  readonly why: string;
  readonly next: Template;
  readonly previous?: Template;
  readonly want: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'a new one', why: 'nothing is wrong', next: memory, want: [] },
  { name: 'a new one with bad labels', why: 'DevClusters could not be created from it', next: { ...memory, metadata: { labels: { a: '$' } } }, want: ['spec.template.metadata.labels'] },
  { name: 'a new one with unordered failure domains', why: 'its DevClusters would be refused', next: { spec: { backend: { docker: { failureDomains: [{ name: 'b' }, { name: 'a' }] } } } }, want: ['spec.backend.docker.failureDomains'] },
  { name: 'other labels', why: 'only the spec is fixed', next: { ...memory, metadata: { labels: { a: 'b' } } }, previous: memory, want: [] },
  { name: 'another backend', why: 'clusters made from it could not be told from those made before', next: docker, previous: memory, want: ['spec.template.spec'] },
  { name: 'defaults that the stored one lacks', why: 'the user changed nothing', next: { spec: { controlPlaneEndpoint: { port: 6443 }, backend: { docker: { loadBalancer: {} } } } }, previous: docker, want: [] },
];

test.each(cases)('validateDevClusterTemplate: $name ($why)', ({ next, previous, want }) => {
  expect(validateDevClusterTemplate(aTemplate(next), previous && aTemplate(previous), topology).map(({ field }) => field)).toEqual(want);
});

test('without the gate none can be created, and stored ones can be updated', () => {
  expect(() => validateDevClusterTemplate(aTemplate(memory), undefined, { topology: false })).toThrow('feature gate ClusterTopology');
  expect(validateDevClusterTemplate(aTemplate(memory), aTemplate(memory), { topology: false })).toEqual([]);
});

test('a template without spec gets that of a DevCluster', () => {
  const template = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevClusterTemplate', metadata: { name: 't' } };
  expect(defaultDevClusterTemplate(template).spec).toEqual({ template: { spec: { controlPlaneEndpoint: { port: 6443 }, backend: { docker: { loadBalancer: {} } } } } });
});
