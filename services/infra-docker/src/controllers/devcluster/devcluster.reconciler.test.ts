import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { fakeClient, fakeContext } from '@clusterwright/test-env';
import { FakeSimulatedClusters } from '../../ports/simulated-clusters.fake.ts';
import { aDevCluster } from './devcluster.fixtures.ts';
import { devClusterReconciler } from './devcluster.reconciler.ts';
import { gatherDevClusterScope } from './devcluster.scope.ts';
import { reportDevCluster } from './devcluster.status.ts';

const deleting = <T extends { metadata: object }>(object: T): T => ({ ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-11-21T12:00:00Z' } });
const aCluster = (paused?: boolean): Cluster => ({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace: 'ns' }, spec: paused === undefined ? {} : { paused } });

test.each([
  { name: 'its Cluster is there', devCluster: aDevCluster(), objects: [aCluster()], want: { step: 'proceed', clusterPaused: false } },
  { name: 'its Cluster is paused', devCluster: aDevCluster(), objects: [aCluster(true)], want: { step: 'proceed', clusterPaused: true } },
  { name: 'its Cluster is gone', devCluster: aDevCluster(), objects: [], want: { step: 'wait' } },
  { name: 'it has no owner yet', devCluster: aDevCluster({ owned: false }), objects: [aCluster()], want: { step: 'wait' } },
  { name: 'it is deleted after its Cluster', devCluster: deleting(aDevCluster()), objects: [], want: { step: 'proceed', clusterPaused: false } },
  { name: 'it is deleted while its Cluster is paused', devCluster: deleting(aDevCluster()), objects: [aCluster(true)], want: { step: 'proceed', clusterPaused: true } },
  { name: 'somebody else manages it', devCluster: aDevCluster({ annotations: { 'cluster.x-k8s.io/managed-by': '' } }), objects: [aCluster()], want: { step: 'wait', reason: expect.stringContaining('managed-by') } },
])('a DevCluster is admitted when $name: $want.step', async ({ devCluster, objects, want }) => {
  const deps = { client: fakeClient(objects), clusters: new FakeSimulatedClusters(), endpointOpened: () => undefined };
  expect(await devClusterReconciler(deps).admit?.(devCluster, fakeContext())).toMatchObject(want);
});

describe('reportDevCluster', () => {
  test('publishes the endpoint, and what names the simulation', () => {
    expect(reportDevCluster({ ...gatherDevClusterScope(aDevCluster()), endpoint: { host: '10.0.0.2', port: 20_000 } })).toEqual({
      metadata: { annotations: { 'inmemorycluster.infrastructure.cluster.x-k8s.io/listener': 'ns/c' } },
      spec: { controlPlaneEndpoint: { host: '10.0.0.2', port: 20_000 } },
      status: { initialization: { provisioned: true } },
    });
  });

  test('says nothing without an endpoint', () => {
    expect(reportDevCluster(gatherDevClusterScope(aDevCluster({ endpoint: { host: 'h', port: 1 } })))).toEqual({});
  });
});
