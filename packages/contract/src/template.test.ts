import type { UnstructuredObject } from '@clusterwright/api';
import { clonedFrom, generateFromTemplate, kindFromTemplateKind } from './template.ts';

const template: UnstructuredObject = {
  apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
  kind: 'FooMachineTemplate',
  metadata: { name: 'workers', namespace: 'default', uid: 'u', resourceVersion: '7', finalizers: ['x'], labels: { own: 'label' } },
  spec: { template: { metadata: { labels: { tier: 'template', team: 'blue' }, annotations: { note: 'template' } }, spec: { size: 'large' } } },
};

test('clones spec and metadata of spec.template, and says where from', () => {
  const clone = generateFromTemplate({
    template,
    namespace: 'default',
    name: 'workers-abcde',
    clusterName: 'c1',
    labels: { tier: 'caller' },
    annotations: { why: 'test' },
    ownerReference: { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', name: 'ms', uid: 'ms-uid' },
  });
  expect(clone).toEqual({
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'FooMachine',
    metadata: {
      name: 'workers-abcde',
      namespace: 'default',
      labels: { tier: 'caller', team: 'blue', 'cluster.x-k8s.io/cluster-name': 'c1' },
      annotations: {
        note: 'template',
        why: 'test',
        'cluster.x-k8s.io/cloned-from-name': 'workers',
        'cluster.x-k8s.io/cloned-from-groupkind': 'FooMachineTemplate.infrastructure.cluster.x-k8s.io',
      },
      ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', name: 'ms', uid: 'ms-uid' }],
    },
    spec: { size: 'large' },
  });
  expect(clonedFrom(clone)).toEqual({ name: 'workers', groupKind: 'FooMachineTemplate.infrastructure.cluster.x-k8s.io' });
});

test('a template without spec.template gives an object without spec', () => {
  const clone = generateFromTemplate({ template: { ...template, spec: {} }, namespace: 'default', name: 'x', clusterName: 'c1' });
  expect(clone.spec).toBeUndefined();
  expect(clone.metadata.ownerReferences).toBeUndefined();
});

test('a kind given inside the template wins', () => {
  const clone = generateFromTemplate({ template: { ...template, spec: { template: { apiVersion: 'other/v1', kind: 'Bar' } } }, namespace: 'default', name: 'x', clusterName: 'c1' });
  expect([clone.apiVersion, clone.kind]).toEqual(['other/v1', 'Bar']);
});

test('only the last Template of a kind is cut', () => {
  expect(['FooMachineTemplate', 'TemplateFoo', 'Foo'].map(kindFromTemplateKind)).toEqual(['FooMachine', 'TemplateFoo', 'Foo']);
});
