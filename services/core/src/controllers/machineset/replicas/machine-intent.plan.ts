import { machineDeploymentNameLabel, machineFinalizer, machineSetNameLabel } from '@clusterwright/api';
import type { ContractVersionedObjectReference, Machine, MachineSet, MachineSpec } from '@clusterwright/api/core/v1beta2';
import { formatLabelValue } from '@clusterwright/provider-kit/cluster/label-values';
import { ownerReferenceTo } from '@clusterwright/provider-kit/cluster/owner-references';

/** Everything a MachineSet has an opinion on, in the form in which it is applied. */
export type MachineIntent = Pick<Machine, 'apiVersion' | 'kind' | 'metadata' | 'spec'>;

export interface NewMachine {
  readonly name: string;
  readonly bootstrapRef: ContractVersionedObjectReference | undefined;
  readonly infrastructureRef: ContractVersionedObjectReference;
}

type Strings = Readonly<Record<string, string>>;

/** Labels of the Machines of a MachineSet, and of what is made for them. */
export function machineLabels({ metadata, spec }: MachineSet): Strings {
  const deploymentName = metadata.labels?.[machineDeploymentNameLabel];
  return {
    ...spec.template.metadata?.labels,
    [machineSetNameLabel]: formatLabelValue(metadata.name),
    ...(deploymentName === undefined ? {} : { [machineDeploymentNameLabel]: deploymentName }),
  };
}

/** Annotations of the Machines of a MachineSet, and of what is made for them. */
export function machineAnnotations({ spec }: MachineSet): Strings {
  return spec.template.metadata?.annotations ?? {};
}

/** A Machine to be created from the template of its MachineSet. */
export function newMachineIntent(machineSet: MachineSet, { name, bootstrapRef, infrastructureRef }: NewMachine): MachineIntent {
  const { bootstrap, version, failureDomain, ...rest } = machineSet.spec.template.spec;
  const { configRef: _configRef, ...ownBootstrap } = bootstrap;
  return intent(machineSet, {
    name,
    finalizers: [machineFinalizer],
    spec: {
      ...rest,
      ...defined({ version, failureDomain }),
      bootstrap: { ...ownBootstrap, ...(bootstrapRef ? { configRef: bootstrapRef } : {}) },
      infrastructureRef,
    },
  });
}

/** An existing Machine with all that is propagated in place, and with its own version, failure domain and references. */
export function existingMachineIntent(machineSet: MachineSet, machine: Machine): MachineIntent {
  const { bootstrap, infrastructureRef, version, failureDomain } = machine.spec;
  const { bootstrap: template, version: _version, failureDomain: _failureDomain, ...rest } = machineSet.spec.template.spec;
  const { configRef: _configRef, ...ownBootstrap } = template;
  const { name, uid, finalizers = [] } = machine.metadata;
  return intent(machineSet, {
    name,
    // With the UID an apply can only update, never bring a deleted Machine back.
    uid,
    // All finalizers that are there stay, whoever put them: an apply gives up the ones it leaves out.
    finalizers: finalizers.includes(machineFinalizer) ? [...finalizers] : [...finalizers, machineFinalizer],
    spec: {
      ...rest,
      ...defined({ version, failureDomain }),
      bootstrap: { ...ownBootstrap, ...(bootstrap.configRef ? { configRef: bootstrap.configRef } : {}) },
      infrastructureRef,
    },
  });
}

interface IntentParts {
  readonly name: string;
  readonly uid?: string | undefined;
  readonly finalizers: string[];
  readonly spec: MachineSpec;
}

function intent(machineSet: MachineSet, { name, uid, finalizers, spec }: IntentParts): MachineIntent {
  const { namespace } = machineSet.metadata;
  const annotations = machineAnnotations(machineSet);
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: {
      name,
      ...defined({ namespace, uid }),
      labels: { ...machineLabels(machineSet) },
      ...(Object.keys(annotations).length > 0 ? { annotations: { ...annotations } } : {}),
      ownerReferences: [ownerReferenceTo(machineSet, { controller: true })],
      finalizers,
    },
    spec: { ...withoutEmpty(spec), clusterName: machineSet.spec.clusterName },
  };
}

/** An empty list or object in an apply is a claim of its own, and the schema refuses some of them. */
function withoutEmpty(spec: MachineSpec): MachineSpec {
  const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  const kept = Object.entries(spec).filter(([field, value]) => field === 'bootstrap' || !isEmpty(value));
  // Only optional fields can be empty.
  return Object.fromEntries(kept) as unknown as MachineSpec;
}

function defined<T extends Readonly<Record<string, string | undefined>>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as { [K in keyof T]?: string };
}
