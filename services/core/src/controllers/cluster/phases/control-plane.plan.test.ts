import { aCluster, aControlPlane, aScope } from '../cluster.fixtures.ts';
import type { ClusterScope } from '../cluster.scope.ts';
import { planControlPlane } from './control-plane.plan.ts';

const wasInitialized = aCluster({ status: { initialization: { controlPlaneInitialized: true } } });
const initialized = { status: { initialization: { controlPlaneInitialized: true } } };
const deletionTimestamp = '2026-11-21T12:00:00Z';

const cases: readonly { name: string; why: string; scope: Partial<ClusterScope>; want: object }[] = [
  { name: 'stand-alone machines', why: 'there is no object to read', scope: { controlPlane: { kind: 'unset' } }, want: { step: 'none' } },
  { name: 'not created yet', why: 'objects may be applied in any order', scope: { controlPlane: { kind: 'notFound' } }, want: { step: 'wait', reason: 'ControlPlaneDoesNotExist' } },
  { name: 'gone after it was initialized', why: 'the cluster has lost its control plane', scope: { cluster: wasInitialized, controlPlane: { kind: 'notFound' } }, want: { step: 'fail', error: { message: 'FooControlPlane has been deleted after being initialized' } } },
  { name: 'gone while the Cluster goes', why: 'it is meant to be', scope: { cluster: aCluster({ metadata: { deletionTimestamp } }), controlPlane: { kind: 'notFound' } }, want: { step: 'none' } },
  { name: 'unreadable', why: 'not the same as gone', scope: { controlPlane: { kind: 'unreadable', error: new Error('no CRD') } }, want: { step: 'fail' } },
  { name: 'not initialized', why: 'its watch will wake us', scope: {}, want: { step: 'wait', reason: 'ControlPlaneNotInitialized', initialized: false } },
  { name: 'being deleted', why: 'what it says counts no longer', scope: { controlPlane: aControlPlane({ ...initialized, metadata: { deletionTimestamp } }) }, want: { step: 'wait', reason: 'ControlPlaneDeleting', initialized: true } },
  { name: 'initialized', why: 'CL-06', scope: { controlPlane: aControlPlane({ ...initialized, spec: { controlPlaneEndpoint: { host: 'h', port: 6443 } } }) }, want: { step: 'takeOver', initialized: true, endpoint: { host: 'h', port: 6443 } } },
];

test.each(cases)('planControlPlane: $name → $want.step ($why)', ({ scope, want }) => {
  expect(planControlPlane(aScope(scope))).toMatchObject(want);
});
