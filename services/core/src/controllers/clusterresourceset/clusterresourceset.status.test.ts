import { ManifestError } from '@clusterwright/provider-kit/manifests/parse-manifests';
import { aConfigMap, aScope } from './clusterresourceset.fixtures.ts';
import type { ClusterResourceSetScope } from './clusterresourceset.scope.ts';
import { reportClusterResourceSet } from './clusterresourceset.status.ts';
import type { ObservedResource } from './resources/observe-resource.ts';

const ref = { kind: 'ConfigMap', name: 'cm' } as const;
const missing: ObservedResource = { kind: 'notFound', ref, error: new Error('configmaps "cm" not found') };
const wrongType: ObservedResource = { kind: 'wrongType', ref: { kind: 'Secret', name: 's' } };
const unreadable: ObservedResource = { kind: 'unreadable', ref, error: new Error('forbidden') };
const found: ObservedResource = { kind: 'found', ref, object: aConfigMap(), content: { kind: 'manifests', hash: 'sha256:a', objects: [] } };
const applied = { kind: 'applied' } as const;
const notConnected = { kind: 'notConnected', reason: 'connection to the workload cluster is down' } as const;
const seeLogs = 'Please check controller logs for errors';

const cases: { name: string; why: string; scope: Partial<ClusterResourceSetScope>; want: string; v1beta1: string }[] = [
  { name: 'all applied', why: 'nothing is missing', scope: { resources: [found], results: [applied, applied] }, want: 'True Applied ', v1beta1: 'True   ' },
  { name: 'not connected', why: 'nothing can be applied yet', scope: { resources: [found], results: [notConnected] }, want: `False InternalError ${seeLogs}`, v1beta1: 'False RemoteClusterClientFailed Error error getting client: connection to the workload cluster is down' },
  {
    name: 'failed on one Cluster',
    why: 'the worst counts, whatever the order',
    scope: { resources: [found], results: [notConnected, { kind: 'failed', errors: [new Error('creating object a'), new Error('creating object b')] }, { kind: 'failed', errors: [new Error('creating object a')] }, applied] },
    want: 'False NotApplied Failed to apply ClusterResourceSet resources to Cluster',
    v1beta1: 'False ApplyFailed Warning [creating object a, creating object b]',
  },
  { name: 'no manifests', why: 'a text that is none cannot be applied', scope: { results: [{ kind: 'failed', errors: [new ManifestError('ConfigMap ns/cm: broken')] }] }, want: 'False NotApplied Failed to apply ClusterResourceSet resources to Cluster', v1beta1: 'False ApplyFailed Warning ConfigMap ns/cm: broken' },
  { name: 'wrong type', why: 'the user has to make another Secret', scope: { resources: [missing, wrongType] }, want: 'False WrongSecretType Secret type of resource s is not supported', v1beta1: 'False WrongSecretType Warning unsupported secret type' },
  { name: 'unreadable', why: 'only the log knows', scope: { resources: [wrongType, unreadable] }, want: `False InternalError ${seeLogs}`, v1beta1: 'False RetrievingResourceFailed Warning forbidden' },
  { name: 'missing', why: 'not everything is applied', scope: { resources: [missing, found], results: [applied] }, want: `False InternalError ${seeLogs}`, v1beta1: 'False RetrievingResourceFailed Warning configmaps "cm" not found' },
  { name: 'owner reference refused', why: 'nothing is applied before', scope: { resources: [found], ownershipErrors: [new Error('refused')] }, want: `False InternalError ${seeLogs}`, v1beta1: 'False RetrievingResourceFailed Warning refused' },
  { name: 'unreadable selector', why: 'no Cluster can be chosen', scope: { selection: { kind: 'invalid', error: new Error('bad operator') } }, want: `False InternalError ${seeLogs}`, v1beta1: 'False ClusterMatchFailed Warning bad operator' },
];
test.each(cases)('$name: $want ($why)', ({ scope, want, v1beta1 }) => {
  const { conditions = [], v1beta1Conditions = [] } = reportClusterResourceSet(aScope(scope), { deleting: false });
  expect(conditions.map(({ type, status, reason, message = '' }) => [type, `${status} ${reason} ${message}`])).toEqual([['ResourcesApplied', want]]);
  expect(v1beta1Conditions.map(({ type, status, reason = '', severity = '', message = '' }) => [type, `${status} ${reason} ${severity} ${message}`])).toEqual([['ResourcesApplied', v1beta1]]);
});

test.each([
  { name: 'without a selected Cluster', scope: aScope({ selection: { kind: 'selected', clusters: [] } }), deleting: false },
  { name: 'while it is deleted', scope: aScope(), deleting: true },
])('$name what was said stays', ({ scope, deleting }) => {
  expect(reportClusterResourceSet(scope, { deleting })).toEqual({});
});
