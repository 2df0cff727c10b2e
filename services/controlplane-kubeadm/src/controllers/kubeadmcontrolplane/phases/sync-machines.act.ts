import { keyOf, type Resource, type UnstructuredObject } from '@clusterwright/api';
import { KubeadmConfigs } from '@clusterwright/api/bootstrap/v1beta2';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { done, waitFor, type Client, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { isNotFound } from '@clusterwright/kube-client';
import { handOverMetadata, isMetadataWithCreator } from '@clusterwright/provider-kit/cluster/metadata-ownership';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';
import { isDeleting, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { desiredExistingMachine, fieldManager } from '../desired-state.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { deletingMachinePatch, metadataManager, syncedMetadata } from './sync-machines.plan.ts';

type SyncClient = Pick<Client, 'apply' | 'patch'>;

/** Brings what can change in place to Machines and their objects (KCP-15). Writes nothing where nothing changes. */
export function syncMachines({ client }: { readonly client: SyncClient }): Phase<ControlPlaneScope> {
  return async (scope, ctx) => {
    try {
      const machines: ControlPlaneMachine[] = [];
      for (const member of scope.machines) machines.push({ ...member, machine: await syncMachine(client, scope, member, ctx) });
      return { outcome: done, observed: { machines } };
    } catch (error) {
      // A Machine went away while we looked at it; its deletion wakes us.
      if (isNotFound(error)) return waitFor('MachineDeleted');
      throw error;
    }
  };
}

async function syncMachine(client: SyncClient, scope: ControlPlaneScope, { machine, infraMachine, kubeadmConfig }: ControlPlaneMachine, { signal }: ReconcileContext): Promise<Machine> {
  const { controlPlane, cluster } = scope;
  if (isDeleting(machine)) {
    const body = deletingMachinePatch(controlPlane, machine);
    return body ? client.patch(Machines, keyOf(machine), { type: 'merge', body }, { signal }) : machine;
  }
  const synced = await client.apply(Machines, desiredExistingMachine(controlPlane, cluster, machine), { fieldManager, signal });
  const objects = [
    ...(infraMachine ? [infraMachine] : []),
    // Only identity, labels and annotations are used of it.
    ...(kubeadmConfig ? [{ resource: KubeadmConfigs as Resource<UnstructuredObject>, object: kubeadmConfig as UnstructuredObject & typeof kubeadmConfig }] : []),
  ];
  for (const object of objects) await syncMetadata(client, scope, { ...object, machine: synced }, signal);
  return synced;
}

interface ObjectOfMachine {
  readonly resource: Resource<UnstructuredObject>;
  readonly object: UnstructuredObject;
  readonly machine: Machine;
}

/** As long as labels belong to the manager that created the object, nobody could take one away: they are handed over first, by the Machine's controller or here. */
async function syncMetadata(client: SyncClient, { controlPlane, cluster }: ControlPlaneScope, { resource, object, machine }: ObjectOfMachine, signal: AbortSignal): Promise<void> {
  if (!isMetadataWithCreator(object)) {
    await client.apply(resource, syncedMetadata(controlPlane, cluster, object), { fieldManager: metadataManager, signal });
    return;
  }
  // Until the Machine controls the object its controller is about to write it anyway.
  if (controllerOf(object)?.uid !== machine.metadata.uid) return;
  const body = { metadata: { managedFields: handOverMetadata(object, machine), resourceVersion: object.metadata.resourceVersion } };
  await client.patch(resource, keyOf(object), { type: 'merge', body }, { signal });
}
