import { availableParallelism, totalmem } from 'node:os';
import { clusterNameLabel } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import { Secrets } from '@clusterwright/api/kubernetes';
import { toError } from '@clusterwright/api/errors';
import { systemClock } from '@clusterwright/controller-runtime';
import type { EventSource, Manager } from '@clusterwright/controller-runtime';
import type { FlagValues } from '@clusterwright/controller-runtime/service/flags';
import type { ServiceConfig } from '@clusterwright/controller-runtime/service/run-service';
import { serveDebug } from './adapters/inmemory/debug-server.ts';
import { InMemoryClusters } from './adapters/inmemory/simulated-clusters.ts';
import { simulationMetrics } from './adapters/simulation-metrics.ts';
import { addDevClusterController } from './controllers/devcluster/devcluster.controller.ts';
import { addDevMachineController } from './controllers/devmachine/devmachine.controller.ts';
import { devMachinesOf } from './controllers/devmachine/devmachine.watches.ts';
import { addDevMachinePoolController } from './controllers/devmachinepool/devmachinepool.controller.ts';
import { addDevMachineTemplateController } from './controllers/devmachinetemplate/devmachinetemplate.controller.ts';
import type { flags } from './flags.ts';
import { infraDockerWebhooks } from './webhooks/webhooks.ts';
import type { SimulatedClusters } from './ports/simulated-clusters.ts';
import { createSimulatedInstances } from './ports/simulated-instances.ts';

/** Wires infra-docker: what it simulates, its controllers and webhooks. */
export function setup(manager: Manager, { flags: values, features }: ServiceConfig<typeof flags>): void {
  const host = process.env['POD_IP'] || '127.0.0.1';
  const clusters = new InMemoryClusters({ host, bindAddress: process.env['POD_IP'] ? undefined : host, metrics: simulationMetrics(manager.metrics) });
  manager.signal.addEventListener('abort', () => void clusters.close(), { once: true });
  manager.addRunnable((signal) => serveDebug(clusters, { log: manager.log, signal }));
  addControllers(manager, clusters, values);
  manager.addWebhook(...infraDockerWebhooks({ features }));
}

/** Adds the controllers of all Dev kinds, on the given simulation. */
export function addControllers(manager: Manager, clusters: SimulatedClusters, concurrency: FlagValues<typeof flags>): void {
  const { client } = manager;
  manager.cacheKind(Secrets, { labelSelector: clusterNameLabel });
  const opened = endpointSignal(manager);
  const instances = createSimulatedInstances(() => systemClock.random());

  addDevClusterController(manager, { client, clusters, endpointOpened: opened.announce }, { concurrency: concurrency['devcluster-concurrency'] });
  addDevMachineController(manager, { client, clusters, instances }, { concurrency: concurrency['devmachine-concurrency'], endpointOpened: opened.source });
  addDevMachineTemplateController(manager, { cpu: availableParallelism(), memoryBytes: totalmem() }, { concurrency: concurrency['devmachinetemplate-concurrency'] });
  addDevMachinePoolController(manager, { concurrency: concurrency['devmachinepool-concurrency'] });
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
