import { groupOf, machineControlPlaneLabel, type KubeObject, type OwnerReference } from '@clusterwright/api';
import { MachinePools, Machines, type Machine, type MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Client } from '@clusterwright/controller-runtime';

/** Whom the bootstrap data are for: a Machine, or a MachinePool, which never runs a control plane (spec KB-01). */
export type ConfigOwner = { readonly kind: 'Machine'; readonly object: Machine } | { readonly kind: 'MachinePool'; readonly object: MachinePool };

/** The Machine or MachinePool that owns a config; undefined until one does. */
export async function findConfigOwner(client: Pick<Client, 'get'>, config: KubeObject, options: { readonly machinePools: boolean }): Promise<ConfigOwner | undefined> {
  const kinds = options.machinePools ? [Machines.kind, MachinePools.kind] : [Machines.kind];
  const reference = (config.metadata.ownerReferences ?? []).find((owner) => kinds.includes(owner.kind) && groupOf(owner.apiVersion) === Machines.group);
  return reference && getOwner(client, config, reference);
}

async function getOwner(client: Pick<Client, 'get'>, { metadata: { namespace } }: KubeObject, { kind, name }: OwnerReference): Promise<ConfigOwner | undefined> {
  if (kind === MachinePools.kind) {
    const pool = await client.get(MachinePools, { namespace, name });
    return pool && { kind: 'MachinePool', object: pool };
  }
  const machine = await client.get(Machines, { namespace, name });
  return machine && { kind: 'Machine', object: machine };
}

export function clusterNameOfOwner({ object }: ConfigOwner): string {
  return object.spec.clusterName;
}

export function isControlPlaneMachine({ kind, object }: ConfigOwner): boolean {
  return kind === 'Machine' && object.metadata.labels?.[machineControlPlaneLabel] !== undefined;
}

/** Name of the Secret that the owner already uses; a MachinePool never names one itself. */
export function dataSecretNameOfOwner(owner: ConfigOwner): string | undefined {
  return owner.kind === 'Machine' ? owner.object.spec.bootstrap.dataSecretName || undefined : undefined;
}

/** Whether every instance has joined, so that nobody waits for the bootstrap token any more. */
export function hasNodeRefs(owner: ConfigOwner): boolean {
  if (owner.kind === 'Machine') return Object.keys(owner.object.status?.nodeRef ?? {}).length > 0;
  return (owner.object.status?.nodeRefs?.length ?? 0) === (owner.object.spec.replicas ?? 1);
}

/** Kubernetes version of the machines; empty where none is set. */
export function kubernetesVersionOfOwner(owner: ConfigOwner): string {
  return (owner.kind === 'Machine' ? owner.object.spec.version : owner.object.spec.template.spec.version) ?? '';
}
