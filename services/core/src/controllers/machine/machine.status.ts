import type { Condition } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { ConditionDraft, PassResult, Report } from '@clusterwright/controller-runtime';
import { rfc3339 } from '@clusterwright/controller-runtime/rfc3339';
import { MachineDeletionError } from './phases/deletion-error.plan.ts';
import type { MachineScope } from './machine.scope.ts';
import { available, availableInMs } from './status/available.status.ts';
import { deleting } from './status/deleting.status.ts';
import { bootstrapConfigReady, infrastructureReady } from './status/external-ready.status.ts';
import { nodeConditions, type NodeConditionsOptions } from './status/node-conditions.status.ts';
import { machinePhase } from './status/phase.status.ts';
import { ready } from './status/ready.status.ts';
import { updating, upToDate } from './status/up-to-date.status.ts';
import { v1beta1Conditions } from './status/v1beta1.status.ts';

/** Conditions this controller states for every Machine. UpToDate is stated only for Machines of MachineDeployments, and is removed from none. */
export const ownedMachineConditions = ['Available', 'Ready', 'Updating', 'BootstrapConfigReady', 'InfrastructureReady', 'NodeReady', 'NodeHealthy', 'Deleting'] as const;

/** What the Machine should say after a pass, and what it learned of its own spec. */
export function reportMachine(gathered: MachineScope, { errors }: PassResult, options: NodeConditionsOptions): Report {
  const scope = withFailedDeletion(gathered, errors);
  const { machine } = scope;
  const { bootstrap, providerID, failureDomain } = machine.spec;
  return {
    metadata: { labels: machine.metadata.labels, ...(machine.metadata.ownerReferences ? { ownerReferences: machine.metadata.ownerReferences } : {}) },
    spec: {
      ...(bootstrap.dataSecretName === undefined ? {} : { bootstrap: { dataSecretName: bootstrap.dataSecretName } }),
      ...(providerID ? { providerID } : {}),
      ...(failureDomain ? { failureDomain } : {}),
    },
    status: statusFields(machine, options.now),
    conditions: machineConditionDrafts(scope, options),
    v1beta1Conditions: v1beta1Conditions(scope),
  };
}

/** A step of the deletion that failed lost what it observed on its way; the error carries it. */
function withFailedDeletion(scope: MachineScope, errors: readonly Error[]): MachineScope {
  const failure = errors.find((error) => MachineDeletionError.is(error));
  return failure ? { ...scope, machine: failure.machine, deletion: failure.progress } : scope;
}

function statusFields(machine: Machine, now: Date): Record<string, unknown> {
  const { phase: previous, initialization, addresses, failureDomain, nodeRef, nodeInfo, certificatesExpiryDate, deletion, deprecated } = machine.status ?? {};
  const phase = machinePhase(machine, updating({ machine }));
  const { failureReason, failureMessage } = deprecated?.v1beta1 ?? {};
  return {
    ...defined({ initialization, addresses, failureDomain, nodeRef, nodeInfo, deletion }),
    ...(failureReason || failureMessage ? { deprecated: { v1beta1: defined({ failureReason, failureMessage }) } } : {}),
    certificatesExpiryDate,
    phase,
    ...(phase === previous ? {} : { lastUpdated: rfc3339(now) }),
  };
}

function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** All conditions this controller states, the summaries made of the others. */
export function machineConditionDrafts(scope: MachineScope, options: NodeConditionsOptions): ConditionDraft[] {
  const drafts = partialDrafts(scope, options);
  const stored = storedConditions(scope);
  const summary = ready(scope.machine, drafts, stored, options.now);
  return [available(scope.machine, summary, stored, options.now), summary, ...drafts];
}

function partialDrafts(scope: MachineScope, options: NodeConditionsOptions): ConditionDraft[] {
  const comparison = upToDate(scope, options.now);
  return [bootstrapConfigReady(scope), infrastructureReady(scope), ...nodeConditions(scope, options), deleting(scope), updating(scope), ...(comparison ? [comparison] : [])];
}

function storedConditions({ machine }: MachineScope): readonly Condition[] {
  return machine.status?.conditions ?? [];
}

/** How long until a ready Machine becomes available; undefined where it is, or is not ready. */
export function becomesAvailableInMs(scope: MachineScope, options: NodeConditionsOptions): number | undefined {
  if (!scope.machine.spec.minReadySeconds) return undefined;
  const stored = storedConditions(scope);
  const summary = ready(scope.machine, partialDrafts(scope, options), stored, options.now);
  const remainingMs = summary.status === 'True' ? availableInMs(scope.machine, summary, stored, options.now) : 0;
  return remainingMs > 0 ? remainingMs : undefined;
}
