import type { UnstructuredObject } from '@clusterwright/api';
import type { ClusterShape } from './cluster-manifests.ts';

/** A MachineHealthCheck. Lost nodes are unhealthy ten seconds after Kubernetes finds them missing; new ones have the time their network needs. */
export function healthCheck({ namespace, name: clusterName }: ClusterShape, name: string, matchLabels: Record<string, string>, triggerIf?: object): UnstructuredObject {
  const unhealthyNodeConditions = [{ type: 'Ready', status: 'Unknown', timeoutSeconds: 10 }, { type: 'Ready', status: 'False', timeoutSeconds: 300 }];
  const checks = { nodeStartupTimeoutSeconds: 600, unhealthyNodeConditions };
  const spec = { clusterName, selector: { matchLabels }, checks, ...(triggerIf && { remediation: { triggerIf } }) };
  return { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineHealthCheck', metadata: { namespace, name }, spec };
}
