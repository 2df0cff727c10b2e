import { aCluster, aCondition, aControlPlane, aMachine, anInfraCluster, aScope, descendants } from '../cluster.fixtures.ts';
import type { ClusterScope } from '../cluster.scope.ts';
import { planControlPlane } from '../phases/control-plane.plan.ts';
import { planDeletion } from '../phases/deletion.plan.ts';
import { planInfrastructure } from '../phases/infrastructure.plan.ts';
import { v1beta1Conditions, v1beta1Failure } from './v1beta1.status.ts';

const deletionTimestamp = '2026-11-21T12:00:00Z';
const time = { lastTransitionTime: '2026-11-21T11:00:00Z' };
const waitingForControlPlane = { type: 'ControlPlaneReady', status: 'False', severity: 'Info', reason: 'WaitingForControlPlane', message: undefined };
const waitingForInfrastructure = { type: 'InfrastructureReady', status: 'False', severity: 'Info', reason: 'WaitingForInfrastructure', message: undefined };
const notInitialized = { type: 'ControlPlaneInitialized', status: 'False', severity: 'Info', reason: 'WaitingForControlPlaneProviderInitialized', message: 'Waiting for control plane provider to indicate the control plane has been initialized' };

/** As after a pass in which no phase failed. */
function passed(parts: Partial<ClusterScope>): ClusterScope {
  const scope = aScope(parts);
  const deletion = scope.cluster.metadata.deletionTimestamp ? { deletion: planDeletion(scope) } : {};
  return { ...scope, infrastructure: planInfrastructure(scope), controlPlaneState: planControlPlane(scope), ...deletion };
}

const cases: readonly { name: string; why: string; scope: ClusterScope; want: readonly object[] }[] = [
  { name: 'nothing provisioned', why: 'both are waited for, Ready says what the control plane says', scope: passed({}), want: [{ ...waitingForControlPlane, type: 'Ready' }, waitingForInfrastructure, waitingForControlPlane, notInitialized] },
  {
    name: 'all provisioned, no conditions of providers',
    why: 'fallbacks',
    scope: passed({ infraCluster: anInfraCluster({ status: { initialization: { provisioned: true } } }), controlPlane: aControlPlane({ status: { initialization: { controlPlaneInitialized: true } } }) }),
    want: [{ type: 'Ready', status: 'True' }, { type: 'InfrastructureReady', status: 'True' }, { type: 'ControlPlaneReady', status: 'True' }, { type: 'ControlPlaneInitialized', status: 'True' }],
  },
  {
    name: 'a Ready condition of the InfraCluster',
    why: 'mirrored; a False of the newer kind has no severity and does not weigh',
    scope: passed({ infraCluster: anInfraCluster({ status: { initialization: { provisioned: true }, conditions: [aCondition('Ready', 'False', 'Broken', 'it broke')] } }), controlPlane: aControlPlane({ status: { initialization: { controlPlaneInitialized: true } } }) }),
    want: [{ type: 'Ready', status: 'True' }, { type: 'InfrastructureReady', status: 'False', reason: 'Broken', message: 'it broke' }, { type: 'ControlPlaneReady', status: 'True' }, { type: 'ControlPlaneInitialized', status: 'True' }],
  },
  { name: 'initialized before', why: 'it never leaves True, so nothing is said', scope: passed({ cluster: aCluster({ status: { deprecated: { v1beta1: { conditions: [{ type: 'ControlPlaneInitialized', status: 'True', ...time }] } } } }) }), want: [{ ...waitingForControlPlane, type: 'Ready' }, waitingForInfrastructure, waitingForControlPlane] },
  { name: 'phases that failed', why: 'what was said before stays', scope: aScope({ cluster: aCluster({ status: { deprecated: { v1beta1: { conditions: [{ type: 'InfrastructureReady', status: 'True', ...time }] } } } }) }), want: [{ type: 'Ready', status: 'True' }] },
  { name: 'no infrastructure named', why: 'there is nothing to wait for', scope: passed({ infraCluster: { kind: 'unset' } }), want: [{ ...waitingForControlPlane, type: 'Ready' }, { type: 'InfrastructureReady', status: 'True' }, waitingForControlPlane, notInitialized] },
  {
    name: 'deletion of the control plane',
    why: 'both say Deleting',
    scope: passed({ cluster: aCluster({ metadata: { deletionTimestamp }, status: { deprecated: { v1beta1: { conditions: [{ type: 'ControlPlaneInitialized', status: 'True', ...time }] } } } }) }),
    want: [{ type: 'Ready', status: 'False', reason: 'Deleting' }, { type: 'InfrastructureReady', status: 'False', reason: 'Deleting', severity: 'Info' }, { type: 'ControlPlaneReady', status: 'False', reason: 'Deleting', severity: 'Info' }],
  },
  {
    name: 'the control plane gone',
    why: 'Deleted where it was waited for, Deleting where it is waited for',
    scope: passed({ cluster: aCluster({ metadata: { deletionTimestamp }, status: { deprecated: { v1beta1: { conditions: [{ type: 'ControlPlaneInitialized', status: 'True', ...time }] } } } }), controlPlane: { kind: 'notFound' } }),
    want: [{ type: 'Ready', status: 'False', reason: 'Deleted' }, { type: 'InfrastructureReady', status: 'False', reason: 'Deleting' }, { type: 'ControlPlaneReady', status: 'False', reason: 'Deleted', severity: 'Info' }],
  },
  {
    name: 'stand-alone machines',
    why: 'a Node of one that stays is needed',
    scope: passed({ cluster: aCluster({ spec: { controlPlaneRef: undefined } }), controlPlane: { kind: 'unset' }, descendants: descendants({ controlPlaneMachines: [aMachine({ controlPlane: true, status: { nodeRef: { name: 'n' } }, metadata: { deletionTimestamp } })] }) }),
    want: [{ ...waitingForInfrastructure, type: 'Ready' }, waitingForInfrastructure, { type: 'ControlPlaneInitialized', status: 'False', reason: 'MissingNodeRef', severity: 'Info', message: 'Waiting for the first control plane machine to have its status.nodeRef set' }],
  },
];

test.each(cases)('v1beta1 conditions: $name ($why)', ({ scope, want }) => {
  const conditions = v1beta1Conditions(scope);
  expect(conditions).toHaveLength(want.length);
  expect(conditions).toMatchObject(want);
});

test('failures of providers are passed on, the last one wins', () => {
  const infraCluster = anInfraCluster({ status: { failureReason: 'Quota', failureMessage: 'no more' } });
  expect(v1beta1Failure(aScope({ infraCluster }))).toEqual({
    failureReason: 'Quota',
    failureMessage: 'Failure detected from referenced resource infrastructure.cluster.x-k8s.io/v1beta2, Kind=FooCluster with name "c1": no more',
  });
  expect(v1beta1Failure(aScope({ infraCluster, controlPlane: aControlPlane({ status: { failureReason: 'Etcd' } }) }))).toMatchObject({ failureReason: 'Etcd', failureMessage: expect.stringContaining('no more') });
  expect(v1beta1Failure(aScope())).toBeUndefined();
});
