import type { Secret } from '@clusterwright/api/kubernetes';
import { ConfigMaps, Secrets } from '@clusterwright/api/kubernetes';
import { clusterNameLabel } from '@clusterwright/api';
import type { Manager } from '@clusterwright/controller-runtime';
import { parseClusterSecretName } from '@clusterwright/provider-kit/certificates/purposes';
import { cacheCustomResourceDefinitions, createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { createWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/create-workload-clusters';
import type { BootstrapConfig } from './config.ts';
import { addKubeadmConfigController } from './controllers/kubeadmconfig/kubeadmconfig.controller.ts';
import { TokenChecks } from './controllers/kubeadmconfig/token-checks.ts';
import { bootstrapWebhooks } from './webhooks/webhooks.ts';

/** Puts the service together: caches, workload cluster connections, controller, webhooks. */
export function setup(manager: Manager, { flags, features }: BootstrapConfig): void {
  manager.cacheKind(Secrets, { labelSelector: clusterNameLabel, transform: withoutBootstrapData });
  manager.cacheKind(ConfigMaps, { labelSelector: clusterNameLabel });
  cacheCustomResourceDefinitions(manager);

  const workloadClusters = createWorkloadClusters({
    manager,
    nodes: false,
    eager: false,
    concurrency: flags['clustercache-concurrency'],
    clientQps: flags['clustercache-client-qps'],
    clientBurst: flags['clustercache-client-burst'],
  });
  addKubeadmConfigController(manager, {
    client: manager.client,
    external: createExternalObjects({ client: manager.client }),
    workloadClusters,
    tokenChecks: new TokenChecks(),
    tokenTtlMs: flags['bootstrap-token-ttl'],
    machinePools: features.enabled('MachinePool'),
    concurrency: flags['kubeadmconfig-concurrency'],
  });
  manager.addWebhook(...bootstrapWebhooks({ ignition: features.enabled('KubeadmBootstrapFormatIgnition') }));
}

/** Only certificates and kubeconfigs are read from the cache; bootstrap data are large, and only their owner references matter here. */
function withoutBootstrapData(secret: Secret): Secret {
  if (parseClusterSecretName(secret.metadata.name)) return secret;
  const { data: _data, ...rest } = secret;
  return rest;
}
