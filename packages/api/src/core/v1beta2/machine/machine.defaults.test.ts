import { defaultMachine } from './machine.defaults.ts';

const head = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine' };

test('a Machine gets its cluster as a label, the v of its version, and ten seconds for the deletion of its Node', () => {
  const machine = { ...head, metadata: { name: 'm', labels: { a: 'b' } }, spec: { clusterName: 'c', version: '1.36.3', bootstrap: { dataSecretName: 's' } } };
  expect(defaultMachine(machine)).toEqual({
    ...head,
    metadata: { name: 'm', labels: { a: 'b', 'cluster.x-k8s.io/cluster-name': 'c' } },
    spec: { clusterName: 'c', version: 'v1.36.3', bootstrap: { dataSecretName: 's' }, deletion: { nodeDeletionTimeoutSeconds: 10 } },
  });
});

test('what is set stays, zero included', () => {
  const deletion = { nodeDeletionTimeoutSeconds: 0, nodeDrainTimeoutSeconds: 60 };
  expect(defaultMachine({ ...head, metadata: { name: 'm' }, spec: { clusterName: 'c', deletion } }).spec).toEqual({ clusterName: 'c', deletion });
});

test('a Machine without spec is left to the schema', () => {
  expect(defaultMachine({ ...head, metadata: { name: 'm' } })).toEqual({
    ...head,
    metadata: { name: 'm', labels: { 'cluster.x-k8s.io/cluster-name': '' } },
    spec: { deletion: { nodeDeletionTimeoutSeconds: 10 } },
  });
});
