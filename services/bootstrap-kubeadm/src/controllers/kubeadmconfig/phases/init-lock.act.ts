import { clusterNameLabel, keyOf } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { ConfigMaps, type ConfigMap } from '@clusterwright/api/kubernetes';
import { done, waitFor, type Client, type Phase, type PhaseResult, type ReconcileContext } from '@clusterwright/controller-runtime';
import { isAlreadyExists } from '@clusterwright/kube-client';
import type { KubeadmConfigDeps, KubeadmConfigScope } from '../kubeadmconfig.scope.ts';
import { isControlPlaneInitialized } from './bootstrap.plan.ts';
import { initLock, initLockName, lockHolder, planInitLock } from './init-lock.plan.ts';

/** Lets only one machine start the cluster. Who does not get the lock waits until it goes away. */
export function acquireInitLock({ client }: KubeadmConfigDeps): Phase<KubeadmConfigScope> {
  return async (scope, ctx) => {
    const lock = await findInitLock(client, scope);
    const wantsInit = scope.plan.step === 'init';
    const machineName = scope.owner.object.metadata.name;
    const holderExists = lock !== undefined && (await machineExists(client, scope, lockHolder(lock)));
    const plan = planInitLock({ wantsInit, isInitialized: isControlPlaneInitialized(scope.cluster), lock, machineName, holderExists });
    switch (plan.step) {
      case 'none':
      case 'held':
        return done;
      case 'release':
        ctx.log.info('Releasing init lock', { reason: 'control plane is initialized' });
        await deleteLock(client, plan.lock, ctx);
        return done;
      case 'takeOver':
        ctx.log.info('Releasing init lock', { reason: 'its holder is gone', holder: plan.holder });
        await deleteLock(client, plan.lock, ctx);
        return createLock(client, scope, ctx);
      case 'acquire':
        return createLock(client, scope, ctx);
      case 'wait':
        return lockedOut(`Machine ${plan.holder} is starting the cluster`);
    }
  };
}

/** Gives the lock back where this pass held it and could not store the data, so that another machine may try. */
export function releaseInitLockAfterFailure({ client }: KubeadmConfigDeps): Phase<KubeadmConfigScope> {
  return async (scope, ctx) => {
    if (scope.plan.step !== 'init' || scope.storedSecretName !== undefined) return done;
    const lock = await findInitLock(client, scope);
    if (!lock || lockHolder(lock) !== scope.owner.object.metadata.name) return done;
    ctx.log.info('Releasing init lock', { reason: 'bootstrap data could not be made' });
    await deleteLock(client, lock, ctx);
    return done;
  };
}

/** Locks carry the cluster's label, so the cache has them; a list, unlike a get, never asks the API server. */
async function findInitLock(client: Client, { cluster }: KubeadmConfigScope): Promise<ConfigMap | undefined> {
  const { namespace, name } = cluster.metadata;
  const locks = await client.list(ConfigMaps, { namespace, labels: { [clusterNameLabel]: name }, filter: ({ metadata }) => metadata.name === initLockName(name) });
  return locks[0];
}

async function machineExists(client: Client, { config }: KubeadmConfigScope, name: string | undefined): Promise<boolean> {
  return name !== undefined && (await client.get(Machines, { namespace: config.metadata.namespace, name })) !== undefined;
}

async function createLock(client: Client, { cluster, owner }: KubeadmConfigScope, { log, signal }: ReconcileContext): Promise<PhaseResult<KubeadmConfigScope>> {
  try {
    await client.create(ConfigMaps, initLock(cluster, owner.object.metadata.name), { signal });
    log.info('Acquired init lock', { reason: 'first control plane machine' });
    return done;
  } catch (error) {
    if (isAlreadyExists(error)) return lockedOut('another machine was faster');
    throw error;
  }
}

function lockedOut(message: string): PhaseResult<KubeadmConfigScope> {
  return { outcome: waitFor('WaitingForInitLock', message), observed: { plan: { step: 'waitForControlPlane' } } };
}

async function deleteLock(client: Client, lock: ConfigMap, { signal }: ReconcileContext): Promise<void> {
  await client.delete(ConfigMaps, keyOf(lock), { uid: lock.metadata.uid, signal });
}
