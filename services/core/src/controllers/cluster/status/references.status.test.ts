import { aCluster, aCondition, aControlPlane, aMachine, anInfraCluster, aScope, descendants } from '../cluster.fixtures.ts';
import type { ClusterScope } from '../cluster.scope.ts';
import { controlPlaneAvailable, controlPlaneInitializedCondition, infrastructureReady } from './references.status.ts';

const deletionTimestamp = '2026-11-21T12:00:00Z';
const topology = { classRef: { name: 'class' }, version: 'v1.36.3' };
const wasProvisioned = { initialization: { infrastructureProvisioned: true, controlPlaneInitialized: true } };
const ready = aCondition('Ready', 'False', 'Broken', 'it broke');

const infrastructureCases: readonly { name: string; why: string; scope: Partial<ClusterScope>; want: object }[] = [
  { name: 'its Ready condition', why: 'mirrored, with the time it changed there', scope: { infraCluster: anInfraCluster({ status: { conditions: [ready] } }) }, want: { status: 'False', reason: 'Broken', message: 'it broke', lastTransitionTime: '2026-11-21T11:00:00Z' } },
  { name: 'no condition, not provisioned', why: 'conditions are optional for providers', scope: {}, want: { status: 'False', reason: 'NotReady', message: 'FooCluster status.initialization.provisioned is false' } },
  { name: 'no condition, provisioned', why: 'provisioned is good enough', scope: { cluster: aCluster({ status: wasProvisioned }) }, want: { status: 'True', reason: 'Ready', message: '' } },
  { name: 'a True of the older kind', why: 'it came without a reason', scope: { infraCluster: anInfraCluster({ status: { conditions: [{ type: 'Ready', status: 'True' }] } }) }, want: { status: 'True', reason: 'Ready' } },
  { name: 'an impossible condition', why: 'the provider is wrong, and users can see how', scope: { infraCluster: anInfraCluster({ status: { conditions: [{ type: 'Ready', status: 'Perhaps' }] } }) }, want: { status: 'Unknown', reason: 'InvalidConditionReported' } },
  { name: 'not there', why: 'it may come later', scope: { infraCluster: { kind: 'notFound' } }, want: { status: 'False', reason: 'ObjectDoesNotExist', message: 'FooCluster does not exist' } },
  { name: 'lost', why: 'the cluster needs it', scope: { cluster: aCluster({ status: wasProvisioned }), infraCluster: { kind: 'notFound' } }, want: { status: 'False', reason: 'ObjectDeleted', message: 'FooCluster has been deleted while the cluster still exists' } },
  { name: 'gone with the Cluster', why: 'as it should be', scope: { cluster: aCluster({ metadata: { deletionTimestamp }, status: wasProvisioned }), infraCluster: { kind: 'notFound' } }, want: { status: 'False', reason: 'ObjectDeleted', message: 'FooCluster has been deleted' } },
  { name: 'never there, Cluster going', why: 'nothing was ever made', scope: { cluster: aCluster({ metadata: { deletionTimestamp } }), infraCluster: { kind: 'notFound' } }, want: { status: 'False', reason: 'ObjectDoesNotExist', message: 'FooCluster does not exist' } },
  { name: 'unreadable', why: 'not the same as gone', scope: { infraCluster: { kind: 'unreadable', error: new Error('x') } }, want: { status: 'Unknown', reason: 'InternalError', message: 'Please check controller logs for errors' } },
  { name: 'a topology without objects', why: 'the topology controller makes them', scope: { cluster: aCluster({ spec: { topology, infrastructureRef: undefined } }), infraCluster: { kind: 'unset' } }, want: { status: 'False', reason: 'ObjectDoesNotExist', message: 'Waiting for cluster topology to be reconciled' } },
];

test.each(infrastructureCases)('InfrastructureReady: $name → $want.status $want.reason ($why)', ({ scope, want }) => {
  expect(infrastructureReady(aScope(scope))).toMatchObject({ type: 'InfrastructureReady', ...want });
});

test.each([
  { name: 'its Available condition', scope: { controlPlane: aControlPlane({ status: { conditions: [aCondition('Available', 'True', 'Available')] } }) }, want: { status: 'True', reason: 'Available' } },
  { name: 'no condition, not initialized', scope: {}, want: { status: 'False', reason: 'NotAvailable', message: 'FooControlPlane status.initialization.controlPlaneInitialized is false' } },
  { name: 'not there', scope: { controlPlane: { kind: 'notFound' } as const }, want: { status: 'False', reason: 'ObjectDoesNotExist', message: 'FooControlPlane does not exist' } },
])('ControlPlaneAvailable: $name → $want.status $want.reason', ({ scope, want }) => {
  expect(controlPlaneAvailable(aScope(scope))).toMatchObject({ type: 'ControlPlaneAvailable', ...want });
});

const standAlone = { cluster: aCluster({ spec: { controlPlaneRef: undefined } }), controlPlane: { kind: 'unset' } as const };
const withNode = aMachine({ name: 'cp', controlPlane: true, status: { nodeRef: { name: 'node-1' } } });

const initializedCases: readonly { name: string; why: string; scope: Partial<ClusterScope>; want: object }[] = [
  { name: 'the object says so', why: 'CL-06', scope: { controlPlane: aControlPlane({ status: { initialization: { controlPlaneInitialized: true } } }) }, want: { status: 'True', reason: 'Initialized', message: '' } },
  { name: 'the object does not say so', why: 'CL-06', scope: {}, want: { status: 'False', reason: 'NotInitialized', message: 'Control plane not yet initialized' } },
  { name: 'it was true before', why: 'it never leaves True', scope: { cluster: aCluster({ status: { conditions: [aCondition('ControlPlaneInitialized', 'True', 'Initialized')] } }), controlPlane: { kind: 'notFound' } }, want: { status: 'True', reason: 'Initialized' } },
  { name: 'the object is not there', why: 'it may come later', scope: { controlPlane: { kind: 'notFound' } }, want: { status: 'Unknown', reason: 'ObjectDoesNotExist', message: 'FooControlPlane does not exist' } },
  { name: 'the object is unreadable', why: 'not the same as gone', scope: { controlPlane: { kind: 'unreadable', error: new Error('x') } }, want: { status: 'Unknown', reason: 'InternalError' } },
  { name: 'a stand-alone machine has a Node', why: 'then its API server was up', scope: { ...standAlone, descendants: descendants({ controlPlaneMachines: [withNode] }) }, want: { status: 'True', reason: 'Initialized' } },
  { name: 'no stand-alone machine has a Node', why: 'wait for the first', scope: { ...standAlone, descendants: descendants({ controlPlaneMachines: [aMachine({ controlPlane: true })] }) }, want: { status: 'False', reason: 'NotInitialized', message: 'Waiting for the first control plane machine to have status.nodeRef set' } },
];

test.each(initializedCases)('ControlPlaneInitialized: $name → $want.status $want.reason ($why)', ({ scope, want }) => {
  expect(controlPlaneInitializedCondition(aScope(scope))).toMatchObject({ type: 'ControlPlaneInitialized', ...want });
});
