import {
  conversionDataAnnotation,
  desiredReplicasAnnotation,
  disableMachineCreateAnnotation,
  machineDeploymentNameLabel,
  machineDeploymentUniqueLabel,
  machineSetFinalizer,
  machineSetTopologyFinalizer,
  maxReplicasAnnotation,
  revisionAnnotation,
  revisionHistoryAnnotation,
} from '@clusterwright/api';
import type { ObjectMeta } from '@clusterwright/api';
import { TerminalError } from '@clusterwright/api/errors';
import type { LabelSelector, MachineDeployment, MachineSet, MachineSpec } from '@clusterwright/api/core/v1beta2';
import { ownerReferenceTo } from '@clusterwright/provider-kit/cluster/owner-references';
import { rolloutLimits } from './limits.plan.ts';
import { templateHash } from './template-hash.plan.ts';

/** Everything a MachineDeployment has an opinion on, in the form in which it is applied. */
export type MachineSetIntent = Pick<MachineSet, 'apiVersion' | 'kind' | 'metadata' | 'spec'>;

export interface IntentInput {
  readonly machineDeployment: MachineDeployment;
  /** The MachineSet as it is; undefined where it is to be created. */
  readonly current: MachineSet | undefined;
  /** Random part of the name and label of a new MachineSet. */
  readonly suffix: string;
  readonly replicas: number;
  readonly revisionAnnotations: Readonly<Record<string, string>>;
  readonly disableMachineCreate: boolean;
  /** Saves the controller that cleans up after topologies a write of its own. */
  readonly withTopologyFinalizer?: boolean | undefined;
}

/** Annotations of a MachineDeployment that are its own business. The conversion data would make it and its MachineSets update each other for ever. */
const ownAnnotations: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  conversionDataAnnotation,
]);

const maxBaseLength = 63 - 5;

/** The name of a new MachineSet: the MachineDeployment's, cut so that the random part fits. */
export function machineSetName(machineDeploymentName: string, suffix: string): string {
  return `${`${machineDeploymentName}-`.slice(0, maxBaseLength)}${suffix}`;
}

/**
 * The MachineSet that a MachineDeployment wants, complete, as server-side apply needs it.
 *
 * Guarantees: fields that never cause a rollout follow the MachineDeployment, on old MachineSets as well; all others stay as they are on an existing one.
 * Errors: `TerminalError` where an existing MachineSet has lost the label that tells its Machines from others.
 */
export function machineSetIntent(input: IntentInput): MachineSetIntent {
  const { machineDeployment, current, suffix, replicas } = input;
  const { clusterName, selector, template, deletion, machineNaming } = machineDeployment.spec;
  const unique = uniqueLabelValue(machineDeployment, current, suffix);
  const labels = { ...template.metadata?.labels, [machineDeploymentUniqueLabel]: unique };
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineSet',
    metadata: {
      ...identityOf(input),
      labels: { ...labels, [machineDeploymentNameLabel]: machineDeployment.metadata.name },
      annotations: machineSetAnnotations(input),
      ownerReferences: [ownerReferenceTo(machineDeployment, { controller: true })],
      ...finalizersOf(input),
    },
    spec: {
      clusterName,
      replicas,
      selector: withLabel(selector, machineDeploymentUniqueLabel, unique),
      ...withoutEmpty({ deletion, machineNaming }),
      template: {
        metadata: { labels, ...withoutEmpty({ annotations: template.metadata?.annotations }) },
        spec: machineSpec((current ?? machineDeployment).spec.template.spec, template.spec),
      },
    },
  };
}

function identityOf({ machineDeployment: { metadata }, current, suffix }: IntentInput): Pick<ObjectMeta, 'name' | 'namespace' | 'uid'> {
  const { namespace } = metadata;
  // With the UID an apply can only update, never bring a deleted MachineSet back.
  if (current) return { name: current.metadata.name, namespace, uid: current.metadata.uid };
  return { name: machineSetName(metadata.name, suffix), namespace };
}

/** An empty object in an apply is a claim of its own, and the schema refuses some of them. */
function withoutEmpty<T extends Readonly<Record<string, object | undefined>>>(fields: T): Partial<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined && Object.values(value).some((item) => item !== undefined));
  return Object.fromEntries(kept) as Partial<T>;
}

function uniqueLabelValue({ spec }: MachineDeployment, current: MachineSet | undefined, suffix: string): string {
  // Random, because spec.rollout.after makes MachineSets with equal templates.
  if (!current) return `${String(templateHash(spec.template))}-${suffix}`;
  const value = current.metadata.labels?.[machineDeploymentUniqueLabel];
  if (value === undefined) throw new TerminalError(`MachineSet ${current.metadata.name} has no ${machineDeploymentUniqueLabel} label`);
  return value;
}

/** All finalizers that are there stay, whoever put them: an apply gives up the ones it leaves out. */
function finalizersOf({ current, withTopologyFinalizer = false }: IntentInput): { finalizers?: string[] } {
  if (!current) return { finalizers: [machineSetFinalizer, ...(withTopologyFinalizer ? [machineSetTopologyFinalizer] : [])] };
  return current.metadata.finalizers?.length ? { finalizers: [...current.metadata.finalizers] } : {};
}

function machineSetAnnotations({ machineDeployment, revisionAnnotations, disableMachineCreate }: IntentInput): Record<string, string> {
  const { metadata, spec } = machineDeployment;
  const inherited = Object.entries(metadata.annotations ?? {}).filter(([key]) => !ownAnnotations.has(key));
  const replicas = spec.replicas ?? 0;
  return {
    ...Object.fromEntries(inherited),
    [desiredReplicasAnnotation]: String(replicas),
    [maxReplicasAnnotation]: String(replicas + rolloutLimits(machineDeployment).maxSurge),
    ...revisionAnnotations,
    [disableMachineCreateAnnotation]: String(disableMachineCreate),
  };
}

/** The template's spec with the fields that are propagated in place taken from the MachineDeployment. */
function machineSpec(base: MachineSpec, { minReadySeconds, readinessGates, taints, deletion }: MachineSpec): MachineSpec {
  const { minReadySeconds: _1, readinessGates: _2, taints: _3, deletion: _4, ...kept } = base;
  return { ...kept, ...(minReadySeconds === undefined ? {} : { minReadySeconds }), ...withoutEmpty({ readinessGates, taints, deletion }) };
}

function withLabel(selector: LabelSelector, key: string, value: string): LabelSelector {
  return { ...(selector.matchExpressions ? { matchExpressions: selector.matchExpressions } : {}), matchLabels: { ...selector.matchLabels, [key]: value } };
}
