import { clusterNameLabel } from '@clusterwright/api';
import type { Secret } from '@clusterwright/api/kubernetes';
import { Namespaces, Secrets } from '@clusterwright/api/kubernetes';
import type { Manager } from '@clusterwright/controller-runtime';
import { secretPurposes } from '@clusterwright/provider-kit/certificates/purposes';
import { randomSuffix } from '@clusterwright/provider-kit/cluster/names';
import { cacheCustomResourceDefinitions, createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { createWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/create-workload-clusters';
import { createRuntimeSdk } from '@clusterwright/runtime-sdk';
import type { RuntimeSdk } from '@clusterwright/runtime-sdk';
import { httpsTransport } from '@clusterwright/runtime-sdk/adapters/https-transport';
import { checkConfig, clientCertificate, compilePatterns } from './config.ts';
import type { CoreConfig } from './config.ts';
import { addClusterController } from './controllers/cluster/cluster.controller.ts';
import { addClusterResourceSetController } from './controllers/clusterresourceset/clusterresourceset.controller.ts';
import { addClusterResourceSetBindingController } from './controllers/clusterresourcesetbinding/clusterresourcesetbinding.controller.ts';
import { addExtensionConfigController } from './controllers/extensionconfig/extensionconfig.controller.ts';
import { addMachineController } from './controllers/machine/machine.controller.ts';
import { addMachineDeploymentController } from './controllers/machinedeployment/machinedeployment.controller.ts';
import { addMachineDeploymentTopologyController } from './controllers/machinedeployment/topology/machinedeployment-topology.controller.ts';
import { addMachineHealthCheckController } from './controllers/machinehealthcheck/machinehealthcheck.controller.ts';
import { addMachinePoolController } from './controllers/machinepool/machinepool.controller.ts';
import { addMachineSetController } from './controllers/machineset/machineset.controller.ts';
import { addMachineSetTopologyController } from './controllers/machineset/topology/machineset-topology.controller.ts';
import { coreWebhooks } from './webhooks/webhooks.ts';

/** Wires the controllers and webhooks of core. Throws FlagError for flags that contradict each other. */
export function setup(manager: Manager, config: CoreConfig): void {
  checkConfig(config);
  const { flags, features } = config;
  const { client } = manager;
  manager.cacheKind(Secrets, { labelSelector: clusterNameLabel, transform: withoutUnreadData });
  cacheCustomResourceDefinitions(manager);

  const workloadClusters = createWorkloadClusters({
    manager,
    nodes: true,
    eager: false,
    clientQps: flags['clustercache-client-qps'],
    clientBurst: flags['clustercache-client-burst'],
    concurrency: flags['clustercache-concurrency'],
  });
  const runtimeSdk = features.enabled('RuntimeSDK') ? addRuntimeSdk(manager, config) : undefined;
  addClusterController(manager, { workloadClusters, features, hooks: runtimeSdk?.caller, remoteConnectionGracePeriodMs: flags['remote-connection-grace-period'], concurrency: flags['cluster-concurrency'] });
  addMachineController(manager, {
    workloadClusters,
    features,
    hooks: features.enabled('InPlaceUpdates') ? runtimeSdk?.caller : undefined,
    remoteConditionsGracePeriodMs: flags['remote-conditions-grace-period'],
    additionalSyncLabels: compilePatterns('additional-sync-machine-labels', flags['additional-sync-machine-labels']),
    additionalSyncAnnotations: compilePatterns('additional-sync-machine-annotations', flags['additional-sync-machine-annotations']),
    concurrency: flags['machine-concurrency'],
  });
  addMachineSetController(manager, {
    client,
    external: createExternalObjects({ client }),
    features,
    preflightChecks: new Set(flags['machineset-preflight-checks']),
    randomSuffix: () => randomSuffix(),
    concurrency: flags['machineset-concurrency'],
  });
  addMachineDeploymentController(manager, { client, external: createExternalObjects({ client }), features, randomSuffix: () => randomSuffix(), concurrency: flags['machinedeployment-concurrency'] });
  if (features.enabled('ClusterTopology')) {
    const cleanup = { client, external: createExternalObjects({ client }) };
    addMachineSetTopologyController(manager, { ...cleanup, concurrency: flags['machineset-concurrency'] });
    addMachineDeploymentTopologyController(manager, { ...cleanup, concurrency: flags['machinedeployment-concurrency'] });
  }
  if (features.enabled('MachinePool')) addMachinePoolController(manager, { workloadClusters, concurrency: flags['machinepool-concurrency'] });
  addMachineHealthCheckController(manager, { workloadClusters, concurrency: flags['machinehealthcheck-concurrency'] });
  addClusterResourceSetController(manager, { workloadClusters, concurrency: flags['clusterresourceset-concurrency'] });
  addClusterResourceSetBindingController(manager, { features, concurrency: flags['clusterresourceset-concurrency'] });
  manager.addWebhook(...coreWebhooks({ features }));
}

/** Discovers runtime extensions, for those who call them. Of Namespaces only the labels are looked at. */
function addRuntimeSdk(manager: Manager, { flags }: CoreConfig): RuntimeSdk {
  manager.cacheKind(Namespaces, { metadataOnly: true });
  const transport = httpsTransport({ certificate: clientCertificate(flags, manager.log) });
  const runtimeSdk = createRuntimeSdk({ client: manager.client, transport, metrics: manager.metrics });
  addExtensionConfigController(manager, { ...runtimeSdk, watchFilter: flags['watch-filter'], concurrency: flags['extensionconfig-concurrency'] });
  return runtimeSdk;
}

/** Only kubeconfigs and authorities are read from the cache; bootstrap data would fill it for nothing (spec RL-02). */
function withoutUnreadData(secret: Secret): Secret {
  const isRead = secret.metadata.name.endsWith(`-${secretPurposes.kubeconfig}`) || secret.metadata.name.endsWith(`-${secretPurposes.clusterCA}`);
  if (isRead || !secret.data) return secret;
  const { data: _data, ...rest } = secret;
  return rest;
}
