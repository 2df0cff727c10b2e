import { machineDeploymentNameLabel, revisionAnnotation } from '@clusterwright/api';
import { Clusters, MachineDeployments, Machines } from '@clusterwright/api/core/v1beta2';
import type { Cluster, Machine, MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';
import { selectorLabels } from '@clusterwright/api/label-selector';
import type { Client } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';
import type { ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { observe, type ObservedObject } from '../shared/observed-object.scope.ts';

export interface MachineSetDeps {
  readonly client: Client;
  readonly external: ExternalObjects;
  readonly features: FeatureGates;
  /** Checks before Machines are created (`--machineset-preflight-checks`). */
  readonly preflightChecks: ReadonlySet<string>;
  /** Random part of names. */
  readonly randomSuffix: () => string;
}

/** What one pass looks at. */
export interface MachineSetScope {
  readonly machineSet: MachineSet;
  readonly cluster: Cluster;
  /** The MachineDeployment it belongs to; undefined for a stand-alone MachineSet. */
  readonly machineDeployment: MachineDeployment | undefined;
  /** Machines that the MachineSet controls, deleting ones included. */
  readonly machines: readonly Machine[];
  /** Machines that match its selector and that nobody controls. */
  readonly orphans: readonly Machine[];
  readonly infrastructureTemplate: ObservedObject;
  readonly bootstrapTemplate: ObservedObject;
  readonly controlPlane: ObservedObject;
  /** Why no Machines are created now; undefined where none had to be. */
  readonly preflight: readonly string[];
  /** Why a Machine could not be adopted; observed by that phase. */
  readonly adoptionError?: Error | undefined;
}

/** Reads everything a pass needs. Errors: `TerminalError` where the selector says more than labels can. */
export async function gatherMachineSetScope({ client, external }: MachineSetDeps, machineSet: MachineSet): Promise<MachineSetScope> {
  const { metadata, spec } = machineSet;
  const { namespace = '' } = metadata;
  const cluster = await client.get(Clusters, { namespace, name: spec.clusterName });
  if (!cluster) throw new TerminalError(`Cluster ${spec.clusterName} of MachineSet ${metadata.name} does not exist`);

  const deploymentName = machineDeploymentNameOf(machineSet);
  const [machineDeployment, matching, infrastructureTemplate, bootstrapTemplate, controlPlane] = await Promise.all([
    deploymentName ? client.get(MachineDeployments, { namespace, name: deploymentName }) : undefined,
    client.list(Machines, { namespace, labels: selectorLabels(spec.selector) }),
    observe(external, spec.template.spec.infrastructureRef, namespace),
    observe(external, spec.template.spec.bootstrap.configRef, namespace),
    observe(external, cluster.spec.controlPlaneRef, namespace),
  ]);
  return {
    machineSet,
    cluster,
    machineDeployment,
    machines: matching.filter((machine) => controllerOf(machine)?.uid === metadata.uid),
    orphans: matching.filter((machine) => controllerOf(machine) === undefined),
    infrastructureTemplate,
    bootstrapTemplate,
    controlPlane,
    preflight: [],
  };
}

/** The MachineDeployment a MachineSet says it belongs to. */
export function machineDeploymentNameOf({ metadata }: MachineSet): string | undefined {
  return metadata.labels?.[machineDeploymentNameLabel] || undefined;
}

/** Whether the MachineSet carries the current template of its MachineDeployment. */
export function isCurrentRevision({ machineSet, machineDeployment }: Pick<MachineSetScope, 'machineSet' | 'machineDeployment'>): boolean {
  return machineDeployment !== undefined && machineDeployment.metadata.annotations?.[revisionAnnotation] === machineSet.metadata.annotations?.[revisionAnnotation];
}
