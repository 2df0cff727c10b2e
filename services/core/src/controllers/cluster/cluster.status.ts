import type { PassResult, Report, ReportContext } from '@clusterwright/controller-runtime';
import { isValidEndpoint } from '@clusterwright/contract';
import type { ClusterScope } from './cluster.scope.ts';
import { available, deleting, remoteConnectionProbe } from './status/available.status.ts';
import { changeConditions } from './status/changes.status.ts';
import { endpointOf, isControlPlaneInitialized, isInfrastructureProvisioned, phaseOf } from './status/derived.status.ts';
import { controlPlaneAvailable, controlPlaneInitializedCondition, infrastructureReady } from './status/references.status.ts';
import { controlPlaneCounts, workersCounts } from './status/replicas.status.ts';
import { v1beta1Conditions, v1beta1Failure } from './status/v1beta1.status.ts';
import { machinesConditions, remediating, workersAvailable } from './status/workers.status.ts';

/** What the Cluster should say after a pass: endpoint, status fields and all conditions. Pure. */
export function reportCluster(scope: ClusterScope, _result: PassResult, { now }: ReportContext): Report {
  const conditions = [
    remoteConnectionProbe(scope, now()),
    infrastructureReady(scope),
    controlPlaneAvailable(scope),
    controlPlaneInitializedCondition(scope),
    workersAvailable(scope),
    ...machinesConditions(scope, now()),
    ...changeConditions(scope),
    remediating(scope),
    deleting(scope),
  ];
  return {
    spec: specOf(scope),
    status: statusOf(scope),
    conditions: [...conditions, available(scope, conditions)],
    v1beta1Conditions: v1beta1Conditions(scope),
  };
}

function specOf(scope: ClusterScope): Report['spec'] {
  const endpoint = endpointOf(scope);
  return isValidEndpoint(endpoint) ? { controlPlaneEndpoint: { host: endpoint.host, port: endpoint.port } } : undefined;
}

function statusOf(scope: ClusterScope): Record<string, unknown> {
  const { infrastructure } = scope;
  const failure = v1beta1Failure(scope);
  return {
    phase: phaseOf(scope),
    ...fragment('initialization', {
      ...(isInfrastructureProvisioned(scope) ? { infrastructureProvisioned: true } : {}),
      ...(isControlPlaneInitialized(scope) ? { controlPlaneInitialized: true } : {}),
    }),
    ...(infrastructure?.step === 'takeOver' ? { failureDomains: nonEmpty(infrastructure.failureDomains) } : {}),
    ...fragment('controlPlane', controlPlaneCounts(scope)),
    ...fragment('workers', workersCounts(scope)),
    ...(failure ? { deprecated: { v1beta1: failure } } : {}),
  };
}

function fragment(name: string, value: object | undefined): Record<string, unknown> {
  return value && Object.keys(value).length > 0 ? { [name]: value } : {};
}

const nonEmpty = <T>(list: readonly T[] | undefined): readonly T[] | undefined => (list && list.length > 0 ? list : undefined);
