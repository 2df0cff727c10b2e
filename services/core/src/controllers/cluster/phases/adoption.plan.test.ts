import type { ObjectMeta } from '@clusterwright/api';
import { aCluster, anInfraCluster, clusterOwner } from '../cluster.fixtures.ts';
import { planAdoption, type Adoption } from './adoption.plan.ts';

const labels = { 'cluster.x-k8s.io/cluster-name': 'c1' };
const managed = { spec: { topology: { classRef: { name: 'class' }, version: 'v1.36.3' } } };
const other = { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'x-uid' };
const controllerReference = { ...clusterOwner, controller: true, blockOwnerDeletion: true };

const cases: readonly { name: string; why: string; cluster: Parameters<typeof aCluster>[0]; metadata: Partial<ObjectMeta>; want: Adoption | undefined }[] = [
  { name: 'complete already', why: 'nothing is written where nothing changes', cluster: {}, metadata: {}, want: undefined },
  { name: 'new', why: 'owner and label in one request', cluster: {}, metadata: { labels: {}, ownerReferences: [] }, want: { ownerReferences: [clusterOwner], labels } },
  { name: 'without label', why: 'owners are left alone', cluster: {}, metadata: { labels: { a: 'b' } }, want: { labels } },
  { name: 'owned by somebody else', why: 'other owners stay', cluster: {}, metadata: { ownerReferences: [other] }, want: { ownerReferences: [other, clusterOwner] } },
  { name: 'controlled by another tool', why: 'a user may let a tool control what he made', cluster: {}, metadata: { ownerReferences: [{ ...other, controller: true }] }, want: { ownerReferences: [{ ...other, controller: true }, clusterOwner] } },
  { name: 'owned through the older API', why: 'versions of references are kept up to date', cluster: {}, metadata: { ownerReferences: [{ ...clusterOwner, apiVersion: 'cluster.x-k8s.io/v1beta1' }] }, want: { ownerReferences: [clusterOwner] } },
  { name: 'of a topology', why: 'what the topology made, the Cluster controls', cluster: managed, metadata: {}, want: { ownerReferences: [controllerReference] } },
  { name: 'of a topology, complete', why: 'nothing to do', cluster: managed, metadata: { ownerReferences: [controllerReference] }, want: undefined },
];

test.each(cases)('planAdoption of an object that is $name ($why)', ({ cluster, metadata, want }) => {
  expect(planAdoption(aCluster(cluster), anInfraCluster({ metadata }).object)).toEqual(want);
});

test('a topology does not take an object from its controller', () => {
  const { object } = anInfraCluster({ metadata: { ownerReferences: [{ ...other, controller: true }] } });
  expect(() => planAdoption(aCluster(managed), object)).toThrow(expect.objectContaining({ code: 'AlreadyControlled', message: 'failed to adopt FooCluster c1: already controlled by ConfigMap x' }));
});
