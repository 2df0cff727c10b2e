import { systemClock } from '@clusterwright/controller-runtime';
import type { Manager } from '@clusterwright/controller-runtime';
import { randomSuffix } from '@clusterwright/provider-kit/cluster/names';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { createBackgroundTasks } from './background-tasks.ts';
import { createContainerChanges } from './containers/container-changes.ts';
import type { ContainerChanges } from './containers/container-changes.ts';
import { createSeenEndings } from './containers/seen-endings.ts';
import type { DockerClusterDeps } from './controllers/dockercluster/dockercluster.scope.ts';
import type { DockerMachineDeps } from './controllers/dockermachine/dockermachine.scope.ts';
import type { InfraPoolDeps } from './controllers/dockermachinepool/dockermachinepool.scope.ts';
import { LoadBalancers } from './load-balancer/load-balancers.ts';
import type { ContainerEngine } from './ports/container-engine.ts';
import type { MachineBootstrap } from './ports/machine-bootstrap.ts';
import { createRetryDelays } from './retry-delays.ts';

/** What containers are made with. */
export interface DockerBackend {
  readonly engine: ContainerEngine;
  readonly network: string;
  readonly bootstrap: MachineBootstrap;
  readonly workloadClusters: WorkloadClusters;
}

/** What the controllers of one family of kinds need: their own background work and delays, which wake and slow down objects of their own kind alone. */
export interface DockerFamily {
  readonly cluster: DockerClusterDeps;
  readonly machine: DockerMachineDeps;
  readonly pool: InfraPoolDeps;
}

/** What all families share: one stream of changes, one hand that configures load balancers. */
export interface DockerDeps {
  readonly changes: ContainerChanges;
  readonly family: () => DockerFamily;
}

/** Six random characters: containers of all pools share one space of names. */
const nameLength = 6;

export function createDockerDeps({ client, log, signal }: Manager, { engine, network, bootstrap, workloadClusters }: DockerBackend): DockerDeps {
  const changes = createContainerChanges({ engine, log, signal });
  const shared = { client, engine, changes, loadBalancers: new LoadBalancers({ engine, network }) };
  const own = () => ({ tasks: createBackgroundTasks({ clock: systemClock, signal }), delays: createRetryDelays() });
  return {
    changes,
    family: () => ({
      cluster: { ...shared, ...own() },
      machine: { ...shared, ...own(), network, bootstrap, workloadClusters },
      pool: { client, engine, changes, delays: createRetryDelays(), endings: createSeenEndings(), newName: () => `worker-${randomSuffix(undefined, nameLength)}` },
    }),
  };
}
