import { aCluster, anInfraCluster, aScope } from '../cluster.fixtures.ts';
import type { ClusterScope } from '../cluster.scope.ts';
import { planInfrastructure } from './infrastructure.plan.ts';

const provisioned = { status: { initialization: { provisioned: true } } };
const wasProvisioned = aCluster({ status: { initialization: { infrastructureProvisioned: true } } });
const deletingCluster = aCluster({ metadata: { deletionTimestamp: '2026-11-21T12:00:00Z' } });
const topology = { topology: { classRef: { name: 'class' }, version: 'v1.36.3' } };

const cases: readonly { name: string; why: string; scope: Partial<ClusterScope>; want: object }[] = [
  { name: 'no infrastructure is named', why: 'nobody will ever provision it, so nobody needs to wait', scope: { infraCluster: { kind: 'unset' } }, want: { step: 'assumeProvisioned' } },
  { name: 'no infrastructure, Cluster going', why: 'nothing begins any more', scope: { cluster: deletingCluster, infraCluster: { kind: 'unset' } }, want: { step: 'none' } },
  { name: 'topology not generated yet', why: 'the reference will come', scope: { cluster: aCluster({ spec: { ...topology, infrastructureRef: undefined } }), infraCluster: { kind: 'unset' } }, want: { step: 'none' } },
  { name: 'not created yet', why: 'objects may be applied in any order', scope: { infraCluster: { kind: 'notFound' } }, want: { step: 'wait', reason: 'InfraClusterDoesNotExist' } },
  { name: 'gone after it was provisioned', why: 'the cluster has lost its ground', scope: { cluster: wasProvisioned, infraCluster: { kind: 'notFound' } }, want: { step: 'fail', error: { message: 'FooCluster has been deleted after being provisioned' } } },
  { name: 'gone while the Cluster goes', why: 'it is meant to be', scope: { cluster: deletingCluster, infraCluster: { kind: 'notFound' } }, want: { step: 'none' } },
  { name: 'unreadable', why: 'not the same as gone', scope: { infraCluster: { kind: 'unreadable', error: new Error('no CRD') } }, want: { step: 'fail', error: { message: 'no CRD' } } },
  { name: 'not provisioned', why: 'its watch will wake us', scope: {}, want: { step: 'wait', reason: 'InfraClusterNotProvisioned', provisioned: false } },
  { name: 'being deleted', why: 'what it says counts no longer', scope: { infraCluster: anInfraCluster({ ...provisioned, metadata: { deletionTimestamp: '2026-11-21T12:00:00Z' } }) }, want: { step: 'wait', reason: 'InfraClusterDeleting', provisioned: true } },
  { name: 'provisioned', why: 'CL-03, CL-04', scope: { infraCluster: anInfraCluster({ ...provisioned, spec: { controlPlaneEndpoint: { host: 'h', port: 6443 } } }) }, want: { step: 'takeOver', provisioned: true, endpoint: { host: 'h', port: 6443 }, failureDomains: undefined } },
  { name: 'no longer provisioned', why: 'once provisioned, changes are still taken over', scope: { cluster: wasProvisioned, infraCluster: anInfraCluster({ status: { failureDomains: [{ name: 'a' }] } }) }, want: { step: 'takeOver', provisioned: false, failureDomains: [{ name: 'a', controlPlane: false }] } },
  { name: 'a value of the wrong type', why: 'the provider is named, nothing crashes', scope: { infraCluster: anInfraCluster({ status: { initialization: { provisioned: 'yes' } } }) }, want: { step: 'fail', error: { code: 'Contract' } } },
];

test.each(cases)('planInfrastructure: $name → $want.step ($why)', ({ scope, want }) => {
  expect(planInfrastructure(aScope(scope))).toMatchObject(want);
});
