import { inMemoryListenerAnnotation } from '@clusterwright/api';
import type { Report } from '@clusterwright/controller-runtime';
import { simulationKeyOf } from './devcluster.scope.ts';
import type { DevClusterScope } from './devcluster.scope.ts';

/** The endpoint as it is now, also where the host changed with a restart; the rest as recorded from upstream (spec DEV-01, DEV-07). Pure. */
export function reportDevCluster(scope: DevClusterScope): Report {
  const { endpoint } = scope;
  if (!endpoint) return {};
  return {
    metadata: { annotations: { [inMemoryListenerAnnotation]: simulationKeyOf(scope) } },
    spec: { controlPlaneEndpoint: { host: endpoint.host, port: endpoint.port } },
    status: { initialization: { provisioned: true } },
  };
}
