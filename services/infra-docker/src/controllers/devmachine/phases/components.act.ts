import { clusterNameLabel, keyString } from '@clusterwright/api';
import { DevMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { Nodes, Pods, Secrets } from '@clusterwright/api/kubernetes';
import type { Logger } from '@clusterwright/controller-runtime';
import { certificateOf } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import { CertificateError } from '@clusterwright/provider-kit/certificates/certificate-errors';
import { clusterSecretName } from '@clusterwright/provider-kit/certificates/purposes';
import type { CertificatePurpose } from '@clusterwright/provider-kit/certificates/purposes';
import type { SigningPair } from '@clusterwright/provider-kit/certificates/signing';
import type { SimulatedCluster } from '../../../ports/simulated-clusters.ts';
import { admitted, gatherDevMachineScope } from '../devmachine.scope.ts';
import type { DevMachineDeps, DevMachineScope } from '../devmachine.scope.ts';
import { kubeadmObjects, nodeOf, staticPod, staticPodName } from '../workload-objects.ts';

/** A machine whose components are started, and what is needed for it. */
export interface Starting {
  readonly deps: DevMachineDeps;
  readonly scope: DevMachineScope;
  readonly simulation: SimulatedCluster;
  readonly now: Date;
  readonly log: Logger;
}

/** Starts the machine's etcd member where it does not run. Errors: `CertificateError`. */
export async function startEtcd({ deps, scope, simulation, log }: Starting): Promise<void> {
  const { devMachine } = scope;
  if (simulation.hasEtcdMember(staticPodName('etcd', devMachine))) return;
  log.info('Starting simulated etcd member', { reason: 'startup delay is over' });
  const memberUid = devMachine.metadata.uid ?? devMachine.metadata.name;
  await withAuthority(deps, scope, 'etcd', (ca) => simulation.addEtcdMember({ pod: staticPod('etcd', devMachine), memberUid, ca }));
}

/** Starts the machine's API server where it does not run, with the components beside it and what kubeadm leaves. Errors: `CertificateError`, `PortUnavailableError`. */
export async function startApiServer(starting: Starting): Promise<void> {
  const { deps, scope, simulation, log } = starting;
  const { devMachine } = scope;
  const version = admitted(scope).machine.spec.version ?? '';
  if (!simulation.hasApiServer(staticPodName('kube-apiserver', devMachine))) {
    await restorePeers(starting);
    log.info('Starting simulated API server', { reason: 'startup delay is over' });
    await withAuthority(deps, scope, 'ca', (ca) => simulation.addApiServer({ pod: staticPod('kube-apiserver', devMachine), version, ca }));
  }
  for (const component of ['kube-scheduler', 'kube-controller-manager']) simulation.objects.ensure(Pods, staticPod(component, devMachine));
  for (const { resource, object } of kubeadmObjects(version)) simulation.objects.ensure(resource, object);
}

/**
 * Brings back the Nodes and etcd members of the cluster's other machines that were up before this process started.
 *
 * An API server that served first would say that they are gone, and its clients would act on it.
 */
async function restorePeers({ deps, scope, simulation, now, log }: Starting): Promise<void> {
  const { cluster } = admitted(scope);
  const peers = await deps.client.list(DevMachines, {
    namespace: cluster.metadata.namespace,
    labels: { [clusterNameLabel]: cluster.metadata.name },
    filter: ({ metadata }) => metadata.name !== scope.devMachine.metadata.name && metadata.deletionTimestamp === undefined,
  });
  for (const devMachine of peers) {
    const peer = await gatherDevMachineScope(deps, devMachine);
    if (!peer.machine || !peer.cluster || !peer.wasBootstrapped) continue;
    simulation.objects.ensure(Nodes, nodeOf(devMachine, peer.machine, peer.isControlPlane, now));
    if (peer.isControlPlane) await startEtcd({ deps, scope: peer, simulation, now, log });
  }
}

/** Errors: `CertificateError`, whose message begins with the Secret it is about. */
async function withAuthority({ client }: DevMachineDeps, scope: DevMachineScope, purpose: CertificatePurpose, use: (ca: SigningPair) => Promise<void>): Promise<void> {
  const { metadata } = admitted(scope).cluster;
  const key = { namespace: metadata.namespace, name: clusterSecretName(metadata.name, purpose) };
  const secret = await client.get(Secrets, key);
  if (!secret) throw new CertificateError('Missing', `Secret ${keyString(key)} is not there yet`);
  try {
    const pair = certificateOf(secret);
    if (pair.key === undefined) throw new CertificateError('MissingKey', 'it has no tls.key, and the simulation cannot sign without it');
    await use({ cert: pair.cert, key: pair.key });
  } catch (error) {
    if (!CertificateError.is(error)) throw error;
    throw new CertificateError(error.problem, `Secret ${keyString(key)}: ${error.message}`, { cause: error });
  }
}
