import type { ContractVersionedObjectReference, MachineBootstrap, MachineTemplateSpec } from '@clusterwright/api/core/v1beta2';

/** The part of a Machine template whose change means new Machines. Everything else is propagated in place or never changes. */
export interface RolloutFields {
  readonly version: string | undefined;
  readonly failureDomain: string | undefined;
  readonly bootstrap: MachineBootstrap;
  readonly infrastructureRef: ContractVersionedObjectReference | undefined;
}

export interface MachineTemplateDiff {
  readonly upToDate: boolean;
  /** For users, shown in the UpToDate condition of Machines and the RollingOut condition of their MachineDeployment. */
  readonly conditionMessages: string[];
  /** For operators, with full field paths. */
  readonly logMessages: string[];
}

/** What of a template is compared; labels, annotations, timeouts, gates and taints never cause a rollout. */
export function rolloutFields({ spec }: MachineTemplateSpec): RolloutFields {
  const { version, failureDomain, bootstrap, infrastructureRef } = spec;
  return { version: version || undefined, failureDomain: failureDomain || undefined, bootstrap: bootstrap ?? {}, infrastructureRef };
}

/** Tells whether Machines of the current template satisfy the desired one without being replaced, and if not, why. */
export function machineTemplateUpToDate({ current, desired }: { current: MachineTemplateSpec; desired: MachineTemplateSpec }): MachineTemplateDiff {
  const [from, to] = [rolloutFields(current), rolloutFields(desired)];
  const differences = [versionDifference(from, to), bootstrapDifference(from.bootstrap, to.bootstrap), infrastructureDifference(from, to), failureDomainDifference(from, to)].filter(
    (difference) => difference !== undefined,
  );
  return {
    upToDate: differences.length === 0,
    conditionMessages: differences.map(({ condition }) => condition),
    logMessages: differences.map(({ log }) => log),
  };
}

interface Difference {
  readonly condition: string;
  readonly log: string;
}

function versionDifference(from: RolloutFields, to: RolloutFields): Difference | undefined {
  if (from.version === to.version) return undefined;
  const change = `${from.version ?? ''}, ${to.version ?? ''} required`;
  // The RollingOut condition puts messages that start with "Version" first.
  return { condition: `Version ${change}`, log: `spec.version ${change}` };
}

function bootstrapDifference(from: MachineBootstrap, to: MachineBootstrap): Difference | undefined {
  if (sameReference(from.configRef, to.configRef) && from.dataSecretName === to.dataSecretName) return undefined;
  if (isSet(from.configRef)) return templateDifference('spec.bootstrap.configRef', from.configRef, to.configRef);

  const change = `spec.bootstrap.dataSecretName ${from.dataSecretName ?? 'nil'}, ${to.dataSecretName ?? 'nil'} required`;
  return { condition: change, log: change };
}

function infrastructureDifference(from: RolloutFields, to: RolloutFields): Difference | undefined {
  if (sameReference(from.infrastructureRef, to.infrastructureRef)) return undefined;
  return templateDifference('spec.infrastructureRef', from.infrastructureRef, to.infrastructureRef);
}

function failureDomainDifference(from: RolloutFields, to: RolloutFields): Difference | undefined {
  if (from.failureDomain === to.failureDomain) return undefined;
  const change = `${from.failureDomain ?? ''}, ${to.failureDomain ?? ''} required`;
  return { condition: `Failure domain ${change}`, log: `spec.failureDomain ${change}` };
}

type Reference = ContractVersionedObjectReference | undefined;

function templateDifference(path: string, from: Reference, to: Reference): Difference {
  const text = (ref: Reference): string => `${ref?.kind ?? ''} ${ref?.name ?? ''}`;
  // Users see the message on a Machine, which has the object made from the template and not the template.
  return { condition: `${(from?.kind ?? '').replace(/Template$/, '')} is not up-to-date`, log: `${path} ${text(from)}, ${text(to)} required` };
}

/** References are equal by group, kind and name; they carry no version. */
function sameReference(a: Reference, b: Reference): boolean {
  const identity = ({ apiGroup, kind, name }: Partial<ContractVersionedObjectReference> = {}): string => [apiGroup, kind, name].join('/');
  return identity(a) === identity(b);
}

function isSet(ref: Reference): ref is ContractVersionedObjectReference {
  return !sameReference(ref, undefined);
}
