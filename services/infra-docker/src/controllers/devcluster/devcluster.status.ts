import { inMemoryListenerAnnotation } from '@clusterwright/api';
import type { Report } from '@clusterwright/controller-runtime';
import type { DevClusterScope } from './devcluster.scope.ts';

/** The endpoint as it is now, also where the host changed with a restart; the rest as recorded from upstream (spec DEV-01, DEV-07). */
export function reportDevCluster({ endpoint, simulationKey }: DevClusterScope): Report {
  if (!endpoint) return {};
  return {
    metadata: { annotations: { [inMemoryListenerAnnotation]: simulationKey } },
    spec: { controlPlaneEndpoint: { host: endpoint.host, port: endpoint.port } },
    status: { initialization: { provisioned: true } },
  };
}
