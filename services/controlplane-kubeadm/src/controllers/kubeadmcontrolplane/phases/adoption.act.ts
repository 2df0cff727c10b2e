import { clusterNameLabel, keyOf, keyString, type OwnerReference } from '@clusterwright/api';
import { KubeadmConfigs, type KubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2';
import { KubeadmControlPlanes } from '@clusterwright/api/controlplane/v1beta2';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import { done, waitFor, type Client, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { isOwnedBy, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import { compareAge, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { controlPlaneOwner } from '../desired-state.plan.ts';
import { adoptionFailed } from '../kubeadmcontrolplane.events.ts';
import { gatherMachine, type ControlPlaneScope, type ScopeDeps } from '../kubeadmcontrolplane.scope.ts';
import { AdoptionError, planAdoption, type AdoptableMachine } from './adoption.plan.ts';

export interface AdoptionDeps extends ScopeDeps {
  readonly client: Pick<Client, 'get' | 'list' | 'patch' | 'live'>;
}

/** Takes Machines over that nobody controls, with the Secrets of their KubeadmConfigs. Nothing else happens to a control plane of which a part cannot be adopted. */
export function adoption(deps: AdoptionDeps): Phase<ControlPlaneScope> {
  return async (scope, ctx) => {
    const plan = planAdoption(scope);
    switch (plan.step) {
      case 'none':
        return done;
      case 'refuse':
        adoptionFailed(ctx.events, scope.controlPlane, plan.message);
        return waitFor('AdoptionFailed', plan.message);
      case 'adopt': {
        await checkStillWanted(deps, scope, ctx);
        const adopted: ControlPlaneMachine[] = [];
        for (const machine of plan.machines) adopted.push(await gatherMachine(deps, scope.controlPlane, await adopt(deps, scope, machine, ctx), scope.now));
        return { outcome: done, observed: { machines: [...scope.machines, ...adopted].toSorted((a, b) => compareAge(a.machine, b.machine)) } };
      }
    }
  };
}

/** The garbage collector orphans on purpose the Machines of a control plane deleted so: a cache that lags must not take them back. */
async function checkStillWanted({ client }: AdoptionDeps, { controlPlane }: ControlPlaneScope, { signal }: ReconcileContext): Promise<void> {
  const { metadata } = await client.live.get(KubeadmControlPlanes, keyOf(controlPlane), { signal });
  if (metadata.deletionTimestamp !== undefined) throw new AdoptionError(`KubeadmControlPlane ${keyString(keyOf(controlPlane))} has just been deleted at ${metadata.deletionTimestamp}`);
}

async function adopt(deps: AdoptionDeps, scope: ControlPlaneScope, { machine, configName }: AdoptableMachine, ctx: ReconcileContext): Promise<Machine> {
  const { controlPlane } = scope;
  const config = await deps.client.get(KubeadmConfigs, { namespace: controlPlane.metadata.namespace, name: configName });
  if (!config) throw new AdoptionError(`unable to adopt Machine ${keyString(keyOf(machine))}: KubeadmConfig ${configName} does not exist`);
  const owner = controlPlaneOwner(controlPlane, true);
  await adoptSecrets(deps, scope, { config, owner }, ctx);
  ctx.log.info('Adopting control plane Machine', { reason: 'nobody controls it', Machine: keyString(keyOf(machine)) });
  const body = { metadata: { ownerReferences: withOwnerReference(machine.metadata.ownerReferences ?? [], owner), resourceVersion: machine.metadata.resourceVersion } };
  return deps.client.patch(Machines, keyOf(machine), { type: 'merge', body }, { signal: ctx.signal });
}

/** Certificates and kubeconfig that the KubeadmConfig made for the cluster; its bootstrap data stay its own. */
async function adoptSecrets({ client }: AdoptionDeps, { cluster }: ControlPlaneScope, { config, owner }: { readonly config: KubeadmConfig; readonly owner: OwnerReference }, { signal }: ReconcileContext): Promise<void> {
  const { namespace, uid } = config.metadata;
  for (const secret of await client.list(Secrets, { namespace, labels: { [clusterNameLabel]: cluster.metadata.name } })) {
    if (!isOwnedBy(secret, config) || secret.metadata.name === config.status?.dataSecretName) continue;
    const references = secret.metadata.ownerReferences ?? [];
    const kept = references.filter((reference) => reference.uid !== uid);
    const body = { metadata: { ownerReferences: withOwnerReference(kept, owner), resourceVersion: secret.metadata.resourceVersion } };
    await client.patch(Secrets, keyOf(secret), { type: 'merge', body }, { signal });
  }
}
