import { Clusters, MachineSets, Machines } from '@clusterwright/api/core/v1beta2';
import type { Cluster, Machine, MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';
import { isEmptySelector, selectorLabels, selectorMatches } from '@clusterwright/api/label-selector';
import type { Client } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';
import type { ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { observe, type ObservedObject } from '../shared/observed-object.scope.ts';

export interface MachineDeploymentDeps {
  readonly client: Client;
  readonly external: ExternalObjects;
  readonly features: FeatureGates;
  /** Random part of names. */
  readonly randomSuffix: () => string;
}

/** The MachineSets of a rollout as they were written in this pass. */
export interface RolledOut {
  readonly newSet: MachineSet | undefined;
  readonly all: readonly MachineSet[];
  readonly revision: string | undefined;
}

/** What one pass looks at. */
export interface MachineDeploymentScope {
  readonly machineDeployment: MachineDeployment;
  readonly cluster: Cluster;
  /** MachineSets that the MachineDeployment controls. */
  readonly machineSets: readonly MachineSet[];
  /** MachineSets that match its selector and that nobody controls. */
  readonly orphans: readonly MachineSet[];
  readonly machines: readonly Machine[];
  readonly infrastructureTemplate: ObservedObject;
  readonly bootstrapTemplate: ObservedObject;
  /** Undefined until the rollout phase has run. */
  readonly rolledOut: RolledOut | undefined;
  /** Why a MachineSet could not be adopted; observed by that phase. */
  readonly adoptionError?: Error | undefined;
}

/** Reads everything a pass needs. Errors: `TerminalError` where the selector is empty, or says more than labels can. */
export async function gatherMachineDeploymentScope({ client, external }: MachineDeploymentDeps, machineDeployment: MachineDeployment): Promise<MachineDeploymentScope> {
  const { metadata, spec } = machineDeployment;
  const { namespace = '' } = metadata;
  const cluster = await client.get(Clusters, { namespace, name: spec.clusterName });
  if (!cluster) throw new TerminalError(`Cluster ${spec.clusterName} of MachineDeployment ${metadata.name} does not exist`);
  // It would match every MachineSet of the namespace.
  if (isEmptySelector(spec.selector)) throw new TerminalError(`MachineDeployment ${metadata.name} has an empty spec.selector`);

  const [sets, machines, infrastructureTemplate, bootstrapTemplate] = await Promise.all([
    client.list(MachineSets, { namespace, filter: (set) => controllerOf(set)?.uid === metadata.uid || selectorMatches(spec.selector, set.metadata.labels) }),
    client.list(Machines, { namespace, labels: selectorLabels(spec.selector) }),
    observe(external, spec.template.spec.infrastructureRef, namespace),
    observe(external, spec.template.spec.bootstrap.configRef, namespace),
  ]);
  return {
    machineDeployment,
    cluster,
    machineSets: sets.filter((set) => controllerOf(set)?.uid === metadata.uid),
    orphans: sets.filter((set) => controllerOf(set) === undefined),
    machines,
    infrastructureTemplate,
    bootstrapTemplate,
    rolledOut: undefined,
  };
}

/** Whether Machines could be made from the templates. */
export function templatesExist({ infrastructureTemplate, bootstrapTemplate }: Pick<MachineDeploymentScope, 'infrastructureTemplate' | 'bootstrapTemplate'>): boolean {
  return infrastructureTemplate.kind === 'found' && (bootstrapTemplate.kind === 'found' || bootstrapTemplate.kind === 'unset');
}
