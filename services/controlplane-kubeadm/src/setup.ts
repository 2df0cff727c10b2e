import { clusterNameLabel, machineControlPlaneLabel } from '@clusterwright/api';
import { KubeadmConfigs } from '@clusterwright/api/bootstrap/v1beta2';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { Secrets, type Secret } from '@clusterwright/api/kubernetes';
import { systemClock } from '@clusterwright/controller-runtime/clock';
import { FlagError } from '@clusterwright/controller-runtime/service/flags';
import type { Manager } from '@clusterwright/controller-runtime';
import { parseClusterSecretName } from '@clusterwright/provider-kit/certificates/purposes';
import { cacheCustomResourceDefinitions, createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { createWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/create-workload-clusters';
import { createControlPlanePods } from './adapters/control-plane-pods.ts';
import { createEtcdConnector } from './adapters/etcd/etcd-connector.ts';
import { servingCertificates } from './adapters/serving-certificates.ts';
import type { ControlPlaneConfig } from './config.ts';
import { createClusterSecrets, secretKeyIndex, secretKeyValues } from './controllers/kubeadmcontrolplane/cluster-secrets.ts';
import { addKubeadmControlPlaneController } from './controllers/kubeadmcontrolplane/kubeadmcontrolplane.controller.ts';
import { controlPlaneWebhooks } from './webhooks/webhooks.ts';

/** Connections are dropped 75 s after the last success at the latest; the grace period must outlive that. */
const minGracePeriodMs = 2 * 60_000;

/** Puts the service together: caches, workload cluster connections, etcd, controller, webhooks. */
export function setup(manager: Manager, { flags, features }: ControlPlaneConfig): void {
  const remoteConditionsGracePeriodMs = flags['remote-conditions-grace-period'];
  if (remoteConditionsGracePeriodMs < minGracePeriodMs) throw new FlagError('flag --remote-conditions-grace-period must be at least 2m');

  manager.cacheKind(Secrets, { labelSelector: clusterNameLabel, indexes: { [secretKeyIndex]: secretKeyValues }, transform: withoutOtherData });
  manager.cacheKind(KubeadmConfigs, { labelSelector: machineControlPlaneLabel });
  manager.cacheKind(Machines, { transform: withoutWorkerDetails });
  cacheCustomResourceDefinitions(manager);

  const { client } = manager;
  const workloadClusters = createWorkloadClusters({
    manager,
    nodes: true,
    concurrency: flags['clustercache-concurrency'],
    clientQps: flags['clustercache-client-qps'],
    clientBurst: flags['clustercache-client-burst'],
  });
  const secrets = createClusterSecrets(client);
  addKubeadmControlPlaneController(manager, {
    client,
    external: createExternalObjects({ client }),
    workloadClusters,
    secrets,
    pods: createControlPlanePods({ workloadClusters, clock: systemClock, log: manager.log }),
    etcd: createEtcdConnector({
      readSecret: (key) => secrets.lookup(key),
      now: manager.now,
      dialTimeoutMs: flags['etcd-dial-timeout-duration'],
      callTimeoutMs: flags['etcd-call-timeout-duration'],
    }),
    servingCertificates,
    remoteConditionsGracePeriodMs,
    concurrency: flags['kubeadmcontrolplane-concurrency'],
    machinePools: features.enabled('MachinePool'),
  });
  manager.addWebhook(...controlPlaneWebhooks({ features }));
}

/** Only certificates and kubeconfigs are read; bootstrap data are large. */
function withoutOtherData(secret: Secret): Secret {
  if (parseClusterSecretName(secret.metadata.name)) return secret;
  const { data: _data, ...rest } = secret;
  return rest;
}

/** Of workers it only matters that they exist. */
function withoutWorkerDetails(machine: Machine): Machine {
  if (machine.metadata.labels?.[machineControlPlaneLabel] !== undefined) return machine;
  const { status: _status, ...rest } = machine;
  return { ...rest, spec: { clusterName: machine.spec.clusterName, bootstrap: {}, infrastructureRef: machine.spec.infrastructureRef } };
}
