import { keyOf, keyString, machineSetFieldManager } from '@clusterwright/api';
import type { Resource, UnstructuredObject } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import type { ContractVersionedObjectReference, Machine } from '@clusterwright/api/core/v1beta2';
import { InvariantError, toError } from '@clusterwright/api/errors';
import { generateFromTemplate } from '@clusterwright/contract';
import type { ReconcileContext } from '@clusterwright/controller-runtime';
import { wasRefused } from '@clusterwright/kube-client';
import { ownerReferenceTo } from '@clusterwright/provider-kit/cluster/owner-references';
import type { ObservedObject } from '../../shared/observed-object.scope.ts';
import type { MachineSetDeps, MachineSetScope } from '../machineset.scope.ts';
import { MachineCreationError } from '../replicas/machine-creation-error.ts';
import type { CreationStep } from '../replicas/machine-creation-error.ts';
import { machineAnnotations, machineLabels, newMachineIntent } from '../replicas/machine-intent.plan.ts';
import type { PendingNames } from '@clusterwright/provider-kit/cluster/pending-names';

export interface CreationInput {
  readonly deps: MachineSetDeps;
  readonly scope: MachineSetScope;
  readonly pending: PendingNames;
  readonly name: string;
  readonly ctx: ReconcileContext;
}

interface Clone {
  readonly object: UnstructuredObject;
  readonly resource: Resource<UnstructuredObject>;
}

/**
 * Creates the objects of one replica: bootstrap config, infrastructure machine, Machine, all under one name and each complete.
 *
 * Guarantees: repeating it under the same name creates nothing twice. Where the API server refuses one object, those before it are deleted again; where no answer
 * comes, all stay and the name stays pending, because the object may exist and need them. Errors: `MachineCreationError`.
 */
export async function createMachine(input: CreationInput): Promise<Machine> {
  const { deps, scope, pending, name, ctx } = input;
  const { machineSet, bootstrapTemplate, infrastructureTemplate } = scope;
  const made: Clone[] = [];
  let step: CreationStep = 'BootstrapTemplateCloningFailed';
  pending.add(machineSet, name, ctx.now());
  try {
    const bootstrap = bootstrapTemplate.kind === 'unset' ? undefined : await clone(input, bootstrapTemplate);
    if (bootstrap) made.push(bootstrap);
    step = 'InfrastructureTemplateCloningFailed';
    const infrastructure = await clone(input, infrastructureTemplate);
    made.push(infrastructure);
    step = 'MachineCreationFailed';
    const intent = newMachineIntent(machineSet, { name, bootstrapRef: bootstrap && referenceTo(bootstrap), infrastructureRef: referenceTo(infrastructure) });
    const machine = await deps.client.apply(Machines, intent, { fieldManager: machineSetFieldManager, signal: ctx.signal });
    pending.settle(machineSet, name);
    return machine;
  } catch (thrown) {
    const failure = new MachineCreationError(step, toError(thrown));
    if (!wasRefused(thrown)) throw failure;
    await cleanUp(input, made, failure);
    pending.settle(machineSet, name);
    throw failure;
  }
}

async function clone({ deps, scope, name, ctx }: CreationInput, template: ObservedObject): Promise<Clone> {
  if (template.kind === 'failed') throw template.error;
  if (template.kind !== 'found') throw new InvariantError(`template of MachineSet ${scope.machineSet.metadata.name} to be cloned is ${template.kind}`);
  const { machineSet } = scope;
  const object = generateFromTemplate({
    template: template.object,
    namespace: machineSet.metadata.namespace ?? '',
    name,
    clusterName: machineSet.spec.clusterName,
    // Replaced by the Machine; until then the object does not outlive its MachineSet.
    ownerReference: ownerReferenceTo(machineSet),
    labels: machineLabels(machineSet),
    annotations: machineAnnotations(machineSet),
  });
  const { resource } = await deps.external.resolve({ apiGroup: template.resource.group, kind: object.kind });
  return { resource, object: await deps.client.apply(resource, object, { fieldManager: machineSetFieldManager, signal: ctx.signal }) };
}

function referenceTo({ object, resource }: Clone): ContractVersionedObjectReference {
  return { apiGroup: resource.group, kind: object.kind, name: object.metadata.name };
}

async function cleanUp({ deps, scope: { machineSet }, ctx }: CreationInput, made: readonly Clone[], failure: MachineCreationError): Promise<void> {
  for (const { object, resource } of made.toReversed()) {
    try {
      await deps.client.delete(resource, keyOf(object), { uid: object.metadata.uid, signal: ctx.signal });
      ctx.log.info('Deleted an object made for a Machine', { [object.kind]: keyString(keyOf(object)), reason: failure.step });
    } catch (thrown) {
      // What stays is an orphan, and the next pass of this MachineSet removes it.
      ctx.log.error('Failed to delete an object made for a Machine', { [object.kind]: keyString(keyOf(object)), MachineSet: machineSet.metadata.name, err: thrown });
    }
  }
}
