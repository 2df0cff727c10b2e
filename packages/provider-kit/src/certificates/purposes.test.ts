import { clusterSecretName, parseClusterSecretName } from './purposes.ts';

const cases = [
  { name: 'my-cluster-ca', why: 'the purpose is what follows the last dash', want: { cluster: 'my-cluster', purpose: 'ca' } },
  { name: 'c-apiserver-etcd-client', why: 'the longest purpose wins', want: { cluster: 'c', purpose: 'apiserver-etcd-client' } },
  { name: 'c-kubeconfig', why: 'a kubeconfig is one of them', want: { cluster: 'c', purpose: 'kubeconfig' } },
  { name: 'c-bootstrap', why: 'not a purpose', want: undefined },
  { name: '-ca', why: 'no cluster', want: undefined },
  { name: 'ca', why: 'no dash', want: undefined },
];

test.each(cases)('parseClusterSecretName $name → $want ($why)', ({ name, want }) => {
  expect(parseClusterSecretName(name)).toEqual(want);
});

test('a name made is a name parsed', () => {
  expect(parseClusterSecretName(clusterSecretName('a-b', 'etcd'))).toEqual({ cluster: 'a-b', purpose: 'etcd' });
});
