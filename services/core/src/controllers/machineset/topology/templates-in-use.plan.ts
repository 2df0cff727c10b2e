import type { ContractVersionedObjectReference, MachineDeployment, MachineSet, MachineSpec } from '@clusterwright/api/core/v1beta2';

export interface TemplatesInput {
  /** The object that goes, and its templates maybe with it. */
  readonly leaving: MachineDeployment | MachineSet;
  /** The MachineDeployment of the leaving object; undefined where it is gone. */
  readonly machineDeployment: MachineDeployment | undefined;
  /** All MachineSets of that MachineDeployment. */
  readonly machineSets: readonly MachineSet[];
}

/** Templates of an object that is being deleted which nothing of the same MachineDeployment uses any more. What is being deleted itself uses nothing. Pure. */
export function unusedTemplates({ leaving, machineDeployment, machineSets }: TemplatesInput): readonly ContractVersionedObjectReference[] {
  const users = [...machineSets, ...(machineDeployment ? [machineDeployment] : [])].filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const inUse = new Set(users.flatMap(({ spec }) => templatesOf(spec.template.spec)).map(identityOf));
  return templatesOf(leaving.spec.template.spec).filter((reference) => !inUse.has(identityOf(reference)));
}

function templatesOf({ bootstrap, infrastructureRef }: MachineSpec): ContractVersionedObjectReference[] {
  return [bootstrap.configRef, infrastructureRef].filter((reference) => reference !== undefined);
}

const identityOf = ({ apiGroup, kind, name }: ContractVersionedObjectReference): string => [apiGroup, kind, name].join('/');
