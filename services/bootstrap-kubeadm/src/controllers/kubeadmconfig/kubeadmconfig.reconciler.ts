import type { KubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2';
import type { Admission, Reconciler } from '@clusterwright/controller-runtime';
import { findConfigOwner } from './config-owner.ts';
import { findOwnersCluster, gatherKubeadmConfigScope, type KubeadmConfigDeps, type KubeadmConfigScope } from './kubeadmconfig.scope.ts';
import { reportKubeadmConfig } from './kubeadmconfig.status.ts';
import { certificates } from './phases/certificates.act.ts';
import { resolveContent } from './phases/content.act.ts';
import { ownDataSecret, storeBootstrapData } from './phases/data-secret.act.ts';
import { acquireInitLock, releaseInitLockAfterFailure } from './phases/init-lock.act.ts';
import { completeSpec } from './phases/spec.act.ts';
import { keepToken } from './phases/token.act.ts';

/**
 * Turns one KubeadmConfig into the bootstrap data of its Machine, once, and keeps the token in them usable until the Machine has joined.
 *
 * - reads: Machine or MachinePool, Cluster, certificate Secrets, Secrets that files and users name, control plane object (for templates only)
 * - writes: bootstrap data Secret; own spec (discovery, endpoint); ConfigMap `<cluster>-lock`; certificate Secrets where no control plane object makes them;
 *   bootstrap tokens in the workload cluster
 * - owns conditions: Ready, CertificatesAvailable, DataSecretAvailable
 * - requeues: only before a bootstrap token expires; everything else wakes on a watch
 */
export function kubeadmConfigReconciler(deps: KubeadmConfigDeps): Reconciler<KubeadmConfig, KubeadmConfigScope> {
  return {
    name: 'kubeadmconfig',
    ownedConditions: ['Ready', 'CertificatesAvailable', 'DataSecretAvailable'],
    // The report states it: a pass changes the spec itself, and knows the generation that follows.
    observesGeneration: false,
    admit: (config) => admit(deps, config),
    gather: (config) => gatherKubeadmConfigScope(deps, config),
    apply: [
      ownDataSecret(deps),
      acquireInitLock(deps),
      keepToken(deps),
      certificates(deps),
      completeSpec(deps),
      resolveContent(deps),
      storeBootstrapData(deps),
      releaseInitLockAfterFailure(deps),
    ],
    forget: (key) => deps.tokenChecks.forget(key),
    report: reportKubeadmConfig,
  };
}

async function admit(deps: KubeadmConfigDeps, config: KubeadmConfig): Promise<Admission> {
  const owner = await findConfigOwner(deps.client, config, deps);
  if (!owner) return { step: 'wait', reason: 'no Machine owns the config yet' };
  const cluster = await findOwnersCluster(deps.client, config, owner);
  if (!cluster) return { step: 'wait', reason: 'the Cluster does not exist yet' };
  return { step: 'proceed', clusterPaused: cluster.spec.paused ?? false };
}
