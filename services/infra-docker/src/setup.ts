import { availableParallelism, totalmem } from 'node:os';
import { clusterNameLabel } from '@clusterwright/api';
import type { KubeObject, ObjectKey } from '@clusterwright/api';
import { DevMachineTemplates, DockerClusters, DockerMachinePools, DockerMachineTemplates, DockerMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import { toError } from '@clusterwright/api/errors';
import { systemClock } from '@clusterwright/controller-runtime';
import type { EventSource, Manager } from '@clusterwright/controller-runtime';
import type { FlagValues } from '@clusterwright/controller-runtime/service/flags';
import type { ServiceConfig } from '@clusterwright/controller-runtime/service/run-service';
import { createWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/create-workload-clusters';
import { createDockerBootstrap } from './adapters/docker-bootstrap.ts';
import { DockerEngine } from './adapters/docker/docker-engine.ts';
import { engineAddress, machineNetwork } from './adapters/docker/engine-address.ts';
import { serveDebug } from './adapters/inmemory/debug-server.ts';
import { InMemoryClusters } from './adapters/inmemory/simulated-clusters.ts';
import { simulationMetrics } from './adapters/simulation-metrics.ts';
import { addDevClusterController } from './controllers/devcluster/devcluster.controller.ts';
import { addDevMachineController } from './controllers/devmachine/devmachine.controller.ts';
import { devMachinesOf } from './controllers/devmachine/devmachine.watches.ts';
import { addMachineTemplateController } from './controllers/devmachinetemplate/devmachinetemplate.controller.ts';
import { addDockerClusterController } from './controllers/dockercluster/dockercluster.controller.ts';
import { dockerClusterOf } from './controllers/dockercluster/docker-cluster-kind.ts';
import { addDockerMachineController } from './controllers/dockermachine/dockermachine.controller.ts';
import { addInfraPoolController } from './controllers/dockermachinepool/dockermachinepool.controller.ts';
import { devMachinePoolKind, dockerMachinePoolKind } from './controllers/dockermachinepool/infra-pool-kind.ts';
import { createDockerDeps } from './docker-deps.ts';
import type { flags } from './flags.ts';
import type { DockerBackend, DockerDeps } from './docker-deps.ts';
import { machineCapacity } from './machine-capacity.ts';
import type { MachineCapacity } from './machine-capacity.ts';
import { infraDockerWebhooks } from './webhooks/webhooks.ts';
import type { SimulatedClusters } from './ports/simulated-clusters.ts';
import { createSimulatedInstances } from './ports/simulated-instances.ts';

/** Wires infra-docker: what it simulates, the engine that runs its containers, its controllers and webhooks. Nothing talks to an engine before there is something to run. */
export function setup(manager: Manager, { flags: values, features }: ServiceConfig<typeof flags>): void {
  const host = process.env['POD_IP'] || '127.0.0.1';
  const clusters = new InMemoryClusters({ host, bindAddress: process.env['POD_IP'] ? undefined : host, metrics: simulationMetrics(manager.metrics) });
  manager.signal.addEventListener('abort', () => void clusters.close(), { once: true });
  manager.addRunnable((signal) => serveDebug(clusters, { log: manager.log, signal }));
  declareCaches(manager);
  const workloadClusters = createWorkloadClusters({
    manager,
    nodes: true,
    eager: false,
    // Simulated clusters have no cloud provider to stand in for.
    accepts: async (cluster) => (await dockerClusterOf(manager.client, cluster)) !== undefined,
    userAgent: 'capd-controller-manager',
    concurrency: values['clustercache-concurrency'],
    clientQps: values['clustercache-client-qps'],
    clientBurst: values['clustercache-client-burst'],
  });
  const engine = new DockerEngine({ address: engineAddress(process.env), environment: process.env });
  addControllers(manager, { clusters, docker: { engine, network: machineNetwork(process.env), bootstrap: createDockerBootstrap(engine), workloadClusters } }, values);
  manager.addWebhook(...infraDockerWebhooks({ features }));
}

/** Before anything reads: of Secrets only those of clusters are held, and the older kinds need not exist, as where upstream, which has dropped them, was installed. */
export function declareCaches(manager: Manager): void {
  manager.cacheKind(Secrets, { labelSelector: clusterNameLabel });
  for (const resource of [DockerClusters, DockerMachines, DockerMachinePools, DockerMachineTemplates]) manager.cacheKind<KubeObject>(resource, { isOptional: true });
}

/** What machines are made of. */
export interface Backends {
  readonly clusters: SimulatedClusters;
  readonly docker: DockerBackend;
}

/** Adds the controllers of all kinds, on the given simulation and engine. */
export function addControllers(manager: Manager, backends: Backends, concurrency: FlagValues<typeof flags>): void {
  const docker = createDockerDeps(manager, backends.docker);
  const capacity = machineCapacity(backends.docker.engine, { cpu: availableParallelism(), memoryBytes: totalmem() });
  addDevControllers(manager, { ...backends, ...docker, capacity }, concurrency);
  addOlderControllers(manager, { ...backends, ...docker, capacity }, concurrency);
}

type Parts = Backends & DockerDeps & { readonly capacity: MachineCapacity };

function addDevControllers(manager: Manager, { clusters, docker: { workloadClusters }, changes, family, capacity }: Parts, concurrency: FlagValues<typeof flags>): void {
  const { client } = manager;
  const opened = endpointSignal(manager);
  const instances = createSimulatedInstances(() => systemClock.random());
  const { cluster, machine, pool } = family();

  addDevClusterController(manager, { inMemory: { client, clusters, endpointOpened: opened.announce }, docker: cluster }, { concurrency: concurrency['devcluster-concurrency'], changes });
  addDevMachineController(
    manager,
    { inMemory: { client, clusters, instances }, docker: machine },
    { concurrency: concurrency['devmachine-concurrency'], endpointOpened: opened.source, changes, workloadClusters },
  );
  addMachineTemplateController(manager, DevMachineTemplates, capacity.devMachine, { concurrency: concurrency['devmachinetemplate-concurrency'] });
  addInfraPoolController(manager, devMachinePoolKind, pool, { concurrency: concurrency['devmachinepool-concurrency'], changes });
}

/** The kinds that were there before the Dev kinds: the same implementation under other names. */
function addOlderControllers(manager: Manager, { docker: { workloadClusters }, changes, family, capacity }: Parts, concurrency: FlagValues<typeof flags>): void {
  const { cluster, machine, pool } = family();
  addDockerClusterController(manager, cluster, { concurrency: concurrency['dockercluster-concurrency'], changes });
  addDockerMachineController(manager, machine, { concurrency: concurrency['dockermachine-concurrency'], changes, workloadClusters });
  addMachineTemplateController(manager, DockerMachineTemplates, capacity.dockerMachine, { concurrency: concurrency['dockermachinetemplate-concurrency'] });
  addInfraPoolController(manager, dockerMachinePoolKind, pool, { concurrency: concurrency['dockermachinepool-concurrency'], changes });
}


/** Passes the opening of an endpoint on to the DevMachines of its cluster. */
function endpointSignal({ client, log }: Manager): { announce: (cluster: ObjectKey) => void; source: EventSource } {
  const listeners = new Set<(key: ObjectKey) => void>();
  return {
    announce({ namespace, name }) {
      devMachinesOf(client, namespace, name)
        .then((keys) => {
          for (const listener of listeners) for (const key of keys) listener(key);
        })
        .catch((error: unknown) => log.error('Failing to wake the DevMachines of a Cluster', { Cluster: `${namespace}/${name}`, err: toError(error) }));
    },
    source(enqueue) {
      listeners.add(enqueue);
      return () => void listeners.delete(enqueue);
    },
  };
}
