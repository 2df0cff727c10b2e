import { defaultMachineSet } from './machine-set.defaults.ts';

const head = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet' };
const clusterLabel = { 'cluster.x-k8s.io/cluster-name': 'c' };
const shortened = (name: string): string => `label-of-${name}`;

test('without a selector, a MachineSet selects by a label made of its name', () => {
  const machineSet = { ...head, metadata: { name: 'ms' }, spec: { clusterName: 'c', selector: {}, template: { spec: { clusterName: 'c', version: '1.36.3' } } } };
  const own = { 'cluster.x-k8s.io/set-name': 'label-of-ms' };
  expect(defaultMachineSet(machineSet, undefined, shortened)).toEqual({
    ...head,
    metadata: { name: 'ms', labels: clusterLabel },
    spec: { clusterName: 'c', replicas: 1, selector: { matchLabels: own }, template: { metadata: { labels: own }, spec: { clusterName: 'c', version: 'v1.36.3' } } },
  });
});

test('a selector and labels of the user stay as they are', () => {
  const spec = { clusterName: 'c', replicas: 3, selector: { matchLabels: { app: 'x' } }, template: { metadata: { labels: { app: 'x' } }, spec: { clusterName: 'c', version: 'v1.36.3' } } };
  expect(defaultMachineSet({ ...head, metadata: { name: 'ms' }, spec }, undefined, shortened).spec).toEqual(spec);
});

test('expressions are a selector, too, and a template without labels gets no empty ones', () => {
  const spec = { clusterName: 'c', replicas: 3, selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, template: { spec: { clusterName: 'c' } } };
  expect(defaultMachineSet({ ...head, metadata: { name: 'ms' }, spec }, undefined, shortened).spec).toEqual(spec);
});

test('what is missing is left to the schema', () => {
  expect(defaultMachineSet({ ...head, metadata: { name: 'ms' } }, undefined, shortened).spec).toEqual({
    replicas: 1,
    selector: { matchLabels: { 'cluster.x-k8s.io/set-name': 'label-of-ms' } },
    template: { metadata: { labels: { 'cluster.x-k8s.io/set-name': 'label-of-ms' } } },
  });
});
