import { groupOf, keyOf, type KubeObject, type Resource, type UnstructuredObject } from '@clusterwright/api';
import { KubeadmConfigs } from '@clusterwright/api/bootstrap/v1beta2';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { Machines, type ContractVersionedObjectReference, type Machine } from '@clusterwright/api/core/v1beta2';
import { AppError, toError } from '@clusterwright/api/errors';
import type { Client, ReconcileContext } from '@clusterwright/controller-runtime';
import { pluralOf } from '@clusterwright/contract';
import { wasRefused } from '@clusterwright/kube-client';
import type { PendingNames } from '@clusterwright/provider-kit/cluster/pending-names';
import type { RandomInteger } from '@clusterwright/provider-kit/cluster/names';
import { desiredInfraMachine, desiredKubeadmConfig, desiredNewMachine, fieldManager } from '../desired-state.plan.ts';
import type { ControlPlaneScope, CreationFailure } from '../kubeadmcontrolplane.scope.ts';
import { generateMachineName } from '../machine-name.plan.ts';

export interface MachineCreationDeps {
  readonly client: Pick<Client, 'live' | 'apply' | 'delete'>;
  readonly random?: RandomInteger | undefined;
  readonly pendingNames: PendingNames;
}

/** A Machine could not be made; `reason` says which of its objects was refused. Retried with backoff. */
export class MachineCreationError extends AppError {
  readonly code = 'MachineCreation';
  readonly reason: CreationFailure['reason'];

  constructor(reason: CreationFailure['reason'], cause: Error) {
    super(`failed to create Machine: ${cause.message}`, { cause });
    this.reason = reason;
  }

  static override is(value: unknown): value is MachineCreationError {
    return AppError.is(value) && value.code === 'MachineCreation';
  }
}

/**
 * Creates InfraMachine, KubeadmConfig and Machine, in this order, all of one name (KCP-06). What was made is deleted again where a later one fails.
 * Where no answer came they may exist: the next try then uses the same name, so that two tries make one Machine.
 * Labels and annotations pass to their own field manager when the Machine's controller takes the objects over. Errors: `MachineCreationError`.
 */
export async function createMachine(deps: MachineCreationDeps, scope: ControlPlaneScope, { mode, failureDomain }: { readonly mode: 'init' | 'join'; readonly failureDomain: string | undefined }, ctx: ReconcileContext): Promise<Machine> {
  const { controlPlane, cluster } = scope;
  const [pending] = deps.pendingNames.of(controlPlane, ctx.now());
  const name = pending ?? generateMachineName({ template: controlPlane.spec.machineNaming?.template, clusterName: cluster.metadata.name, controlPlaneName: controlPlane.metadata.name, random: deps.random });
  const made: { resource: Resource; object: KubeObject }[] = [];
  const attempt = async <T extends KubeObject>(reason: CreationFailure['reason'], resource: () => Resource<T>, make: () => Promise<T>): Promise<ContractVersionedObjectReference> => {
    try {
      const object = await make();
      made.push({ resource: resource(), object });
      return { apiGroup: groupOf(object.apiVersion), kind: object.kind, name: object.metadata.name };
    } catch (error) {
      await giveUp(deps, { controlPlane, name, made }, error, ctx);
      throw new MachineCreationError(reason, toError(error));
    }
  };

  const infra = infraMachineOf(scope, name);
  const infrastructureRef = await attempt('InfrastructureTemplateCloningFailed', () => infra.resource, () => deps.client.apply(infra.resource, infra.object, { fieldManager, signal: ctx.signal }));
  const config = desiredKubeadmConfig(controlPlane, cluster, name, mode);
  const configRef = await attempt('BootstrapTemplateCloningFailed', () => KubeadmConfigs, () =>
    // Not through the cache, which holds only what has a label and would first ask the API server whether the object exists.
    deps.client.live.apply(KubeadmConfigs, config, { fieldManager, signal: ctx.signal }),
  );
  let machine: Machine | undefined;
  await attempt('MachineGenerationFailed', () => Machines, async () => {
    machine = await deps.client.apply(Machines, desiredNewMachine(controlPlane, cluster, { name, failureDomain, infrastructureRef, configRef }), { fieldManager, signal: ctx.signal });
    return machine;
  });
  deps.pendingNames.settle(controlPlane, name);
  return machine as Machine; // set by the attempt, which throws otherwise
}

function infraMachineOf({ controlPlane, cluster, infraTemplate }: ControlPlaneScope, name: string): { resource: Resource<UnstructuredObject>; object: UnstructuredObject } {
  if (infraTemplate.kind !== 'found') {
    const { kind, name: templateName } = controlPlane.spec.machineTemplate.spec.infrastructureRef;
    throw new MachineCreationError('InfrastructureTemplateCloningFailed', new Error(`${kind} ${templateName} does not exist`));
  }
  const object = desiredInfraMachine(controlPlane, cluster, name, infraTemplate.object);
  const group = groupOf(object.apiVersion);
  return { object, resource: { group, version: object.apiVersion.slice(group.length + 1), kind: object.kind, plural: pluralOf(object.kind), namespaced: true } };
}

interface FailedCreation {
  readonly controlPlane: KubeadmControlPlane;
  readonly name: string;
  readonly made: readonly { resource: Resource; object: KubeObject }[];
}

/** A refusal is certain, and what was made goes. Without an answer the Machine may have come to be, and what could not be deleted is of use: the next try has the same name. */
async function giveUp(deps: MachineCreationDeps, { controlPlane, name, made }: FailedCreation, error: unknown, ctx: ReconcileContext): Promise<void> {
  const isCertain = wasRefused(error) && (await cleanUp(deps, made, ctx));
  if (isCertain) deps.pendingNames.settle(controlPlane, name);
  else deps.pendingNames.add(controlPlane, name, ctx.now());
}

/** Whether nothing is left. */
async function cleanUp({ client }: MachineCreationDeps, made: readonly { resource: Resource; object: KubeObject }[], { log, signal }: ReconcileContext): Promise<boolean> {
  let isClean = true;
  for (const { resource, object } of made) {
    try {
      await client.delete(resource, keyOf(object), { uid: object.metadata.uid, signal });
    } catch (error) {
      isClean = false;
      log.error('Failed to delete object of a Machine that was not created', { err: toError(error).message, [object.kind]: `${object.metadata.namespace}/${object.metadata.name}` });
    }
  }
  return isClean;
}
