import type { OwnerReference } from '@clusterwright/api';
import { FooMachinePools, aMachinePool, anObject, clusterLabel, poolOwner } from '../machinepool.fixtures.ts';
import { planOwnership } from './external-ownership.plan.ts';

const clusterOwner: OwnerReference = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'uid-c' };
const object = (ownerReferences?: OwnerReference[], labels?: Record<string, string>) => anObject(FooMachinePools, 'p', { metadata: { resourceVersion: '5', ownerReferences, labels } });

test.each([
  { name: 'nobody owns it', why: 'the pool takes it', given: object(), want: { metadata: { ownerReferences: [poolOwner], resourceVersion: '5', labels: clusterLabel } } },
  { name: 'the Cluster owns it', why: 'that was true before there was a pool, and stays', given: object([clusterOwner], clusterLabel), want: { metadata: { ownerReferences: [clusterOwner, poolOwner], resourceVersion: '5' } } },
  { name: 'the pool of an earlier life owns it', why: 'after a restore the UID is another', given: object([{ ...poolOwner, uid: 'before' }], clusterLabel), want: { metadata: { ownerReferences: [poolOwner], resourceVersion: '5' } } },
  { name: 'only the label is missing', why: 'owners are left alone', given: object([poolOwner]), want: { metadata: { labels: clusterLabel } } },
  { name: 'all is said', why: 'nothing is to be written', given: object([poolOwner], clusterLabel), want: undefined },
])('planOwnership where $name ($why)', ({ given, want }) => {
  expect(planOwnership(aMachinePool(), given)).toEqual(want);
});

test('what another pool controls is not taken away', () => {
  expect(() => planOwnership(aMachinePool(), object([{ ...poolOwner, name: 'q' }]))).toThrow(expect.objectContaining({ code: 'AlreadyControlled' }));
});
