import { aConfig, decoded } from '../kubeadmconfig.fixtures.ts';
import { dataSecret, planDataSecretOwners, planDataSecretUpdate } from './data-secret.plan.ts';

const config = aConfig();
const wanted = dataSecret(config, 'c', 'document');
const owner = { apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2', kind: 'KubeadmConfig', name: 'm', uid: 'm-config-uid', controller: true };

test('the Secret is the one that infrastructure providers expect', () => {
  expect(wanted).toMatchObject({ type: 'cluster.x-k8s.io/secret', metadata: { name: 'm', namespace: 'default', labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ownerReferences: [owner] } });
  expect([decoded(wanted.data?.['value']), decoded(wanted.data?.['format'])]).toEqual(['document', 'cloud-config']);
});

const cases = [
  { name: 'the same', why: 'an interrupted pass left it', existing: wanted, want: undefined },
  { name: 'other content', why: 'the token was renewed', existing: { ...wanted, data: { ...wanted.data, value: 'b2xk' } }, want: { data: wanted.data } },
  { name: 'no label', why: 'caches select by it', existing: { ...wanted, metadata: { ...wanted.metadata, labels: { mine: 'x' } } }, want: { metadata: { labels: wanted.metadata.labels } } },
  { name: 'no owner', why: 'it must go with the config', existing: { ...wanted, metadata: { ...wanted.metadata, ownerReferences: [] } }, want: { metadata: { ownerReferences: [owner] } } },
];

test.each(cases)('planDataSecretUpdate: $name ($why)', ({ existing, want }) => {
  const patch = planDataSecretUpdate(config, existing, wanted);
  if (want) expect(patch).toMatchObject(want);
  else expect(patch).toBeUndefined();
});

test('a stale UID is replaced: the config was restored', () => {
  const stale = { ...wanted, metadata: { ...wanted.metadata, ownerReferences: [{ ...owner, uid: 'before' }] } };
  expect(planDataSecretOwners(config, stale)).toEqual([owner]);
});

test("somebody else's Secret is left alone", () => {
  const foreign = { ...wanted, metadata: { ...wanted.metadata, ownerReferences: [{ apiVersion: 'v1', kind: 'Other', name: 'o', uid: 'u', controller: true }] } };
  const message = 'could not add KubeadmConfig m as ownerReference to bootstrap Secret m, it is already controlled by Other o';
  expect(() => planDataSecretOwners(config, foreign)).toThrow(expect.objectContaining({ code: 'Terminal', message }));
});
