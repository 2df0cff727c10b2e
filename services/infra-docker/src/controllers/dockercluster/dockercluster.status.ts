import { findCondition } from '@clusterwright/controller-runtime';
import type { ConditionDraft, PassResult, Report, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import type { devClusterConditions } from '@clusterwright/api/infrastructure/v1beta2';
import { summarize } from '@clusterwright/provider-kit/conditions/summary';
import { summarizeV1Beta1, v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import { addressIn, addressesOf } from '../../containers/ip-family.ts';
import { servedEndpointAnnotation } from './docker-cluster-kind.ts';
import type { DockerClusterScope } from './dockercluster.scope.ts';

export const ownedConditions = ['Ready', 'LoadBalancerAvailable'] satisfies (keyof typeof devClusterConditions)[];

const defaultPort = 6443;
/** Longer ones are refused in conditions of the old API. */
const maxOldMessage = 10_240;

/** What a cluster of containers says of its load balancer (spec DEV-01). Pure. */
export function reportDockerCluster(scope: DockerClusterScope, { deleting }: PassResult): Report {
  const available = deleting ? deletingCondition(scope) : availableCondition(scope);
  const oldAvailable = deleting ? v1beta1False('LoadBalancerAvailable', 'Deleting', 'Info', scope.problem) : oldCondition(scope);
  return {
    ...(deleting ? {} : provisionedParts(scope)),
    conditions: available ? [readyOf(available), available] : undefined,
    v1beta1Conditions: oldAvailable && withSummary(oldAvailable, !deleting),
  };
}

function availableCondition(scope: DockerClusterScope): ConditionDraft | undefined {
  const type = 'LoadBalancerAvailable';
  if (scope.loadBalancer && scope.problem === undefined) return { type, status: 'True', reason: 'Available' };
  const message = scope.problem ?? scope.progress;
  if (scope.isUnseen === true) return { type, status: 'Unknown', reason: 'EngineUnreachable', message };
  if (message !== undefined) return { type, status: 'False', reason: 'NotAvailable', message };
  // Nothing was seen in this pass: what was said before still stands.
  return findCondition(scope.view.conditions, type);
}

function deletingCondition({ problem }: DockerClusterScope): ConditionDraft {
  return { type: 'LoadBalancerAvailable', status: 'False', reason: 'Deleting', message: problem };
}

function oldCondition({ loadBalancer, problem, progress }: DockerClusterScope): V1Beta1ConditionDraft | undefined {
  if (loadBalancer && problem === undefined) return v1beta1True('LoadBalancerAvailable');
  if (problem !== undefined) return v1beta1False('LoadBalancerAvailable', 'LoadBalancerProvisioningFailed', 'Warning', problem.slice(0, maxOldMessage));
  return progress === undefined ? undefined : v1beta1False('LoadBalancerAvailable', 'LoadBalancerProvisioningFailed', 'Info', progress);
}

function withSummary(old: V1Beta1ConditionDraft, stepCounter: boolean): V1Beta1ConditionDraft[] {
  const summary = summarizeV1Beta1({ conditions: [old], of: ['LoadBalancerAvailable'], stepCounter });
  return summary ? [summary, old] : [old];
}

function readyOf(available: ConditionDraft): ConditionDraft {
  return summarize({ target: 'Ready', conditions: [available], of: ['LoadBalancerAvailable'], reasons: { issue: 'NotReady', unknown: 'ReadyUnknown', info: 'Ready' } });
}

/** The endpoint is published once: clients and certificates carry it. What was provisioned stays so, whatever happens to the container later. */
function provisionedParts({ view, loadBalancer, isIPv6 = false }: DockerClusterScope): Pick<Report, 'metadata' | 'spec' | 'status'> {
  const failureDomains = view.docker.failureDomains ? { failureDomains: view.docker.failureDomains } : {};
  const [address] = loadBalancer ? addressesOf(loadBalancer, isIPv6 ? 'IPv6' : 'IPv4') : [];
  const host = view.endpoint.host || address;
  if (host === undefined || !loadBalancer) return { status: failureDomains };
  return {
    ...(addressIn(host) === address ? { metadata: { annotations: { [servedEndpointAnnotation]: '' } } } : {}),
    spec: { controlPlaneEndpoint: { host, port: view.endpoint.port || defaultPort } },
    status: { ...failureDomains, initialization: { provisioned: true } },
  };
}
