import { loadBalancerWeightAnnotation } from '@clusterwright/api';
import type { devMachineConditions } from '@clusterwright/api/infrastructure/v1beta2';
import { findCondition } from '@clusterwright/controller-runtime';
import type { ConditionDraft, PassResult, Report, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { summarize } from '@clusterwright/provider-kit/conditions/summary';
import { summarizeV1Beta1, v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import { dockerProviderID } from '../../containers/container-names.ts';
import { admitted } from './dockermachine.scope.ts';
import type { DockerMachineScope } from './dockermachine.scope.ts';
import { machineAddresses } from './machine-addresses.ts';

/** Conditions this controller writes for containers; simulated machines have others. */
export const ownedConditions = ['Ready', 'ContainerProvisioned', 'CGroupsReady', 'PreLoadedImagesReady', 'BootstrapCompleted'] satisfies (keyof typeof devMachineConditions)[];

/** Longer ones are refused in conditions of the old API. */
const maxOldMessage = 10_240;

interface Stages {
  readonly provisioned: ConditionDraft;
  readonly cgroups: ConditionDraft;
  readonly images: ConditionDraft;
  readonly bootstrapped: ConditionDraft;
}

/** What a machine says of its container (spec DEV-03). Pure. */
export function reportDockerMachine(scope: DockerMachineScope, { deleting }: PassResult): Report {
  if (deleting && !scope.provisioned) return {};
  const stages = stagesOf(scope);
  const { provisioned, cgroups, images, bootstrapped } = stages;
  const all = [cgroups, provisioned, images, bootstrapped];
  const ready = summarize({ target: 'Ready', conditions: all, of: all.map(({ type }) => type), reasons: { issue: 'NotReady', unknown: 'ReadyUnknown', info: 'Ready' } });
  return {
    ...(scope.weight === undefined ? {} : { metadata: { annotations: { [loadBalancerWeightAnnotation]: scope.weight } } }),
    ...(deleting ? {} : provisionedParts(scope, stages)),
    conditions: [ready, provisioned, cgroups, images, bootstrapped],
    v1beta1Conditions: oldConditions(scope, stages, deleting),
  };
}

/** What this pass saw; else what was said before; else what the stage waits for. */
function stagesOf(scope: DockerMachineScope): Stages {
  const { view } = scope;
  const known = (type: string): ConditionDraft | undefined => findCondition(view.conditions, type);
  const unknown: ConditionDraft = { type: 'ContainerProvisioned', status: 'False', reason: 'NotProvisioned' };
  const provisioned = scope.provisioned ?? known('ContainerProvisioned') ?? unknown;
  const wasComplete = view.providerID !== undefined;
  const stage = (type: string, before: readonly (readonly [ConditionDraft, string])[]): ConditionDraft => (wasComplete ? ready(type) : waiting(type, before) ?? notYet(type));
  const cgroups = scope.cgroups ?? stage('CGroupsReady', [[provisioned, 'WaitingForContainer']]);
  const images = scope.images ?? stage('PreLoadedImagesReady', [[provisioned, 'WaitingForContainer'], [cgroups, 'WaitingForCGroups']]);
  return { provisioned, cgroups, images, bootstrapped: scope.bootstrapped ?? bootstrapBefore(known('BootstrapCompleted'), { provisioned, cgroups, images }) };
}

/** A bootstrap that ended stays as it ended, also where the container cannot be asked any more. */
function bootstrapBefore(before: ConditionDraft | undefined, { provisioned, cgroups, images }: Omit<Stages, 'bootstrapped'>): ConditionDraft {
  if (before && (before.status === 'True' || before.reason === 'Failed')) return before;
  const type = 'BootstrapCompleted';
  const stages = [[provisioned, 'WaitingForContainer'], [cgroups, 'WaitingForCGroups'], [images, 'WaitingForPreloadedImages']] as const;
  return waiting(type, stages) ?? before ?? { type, status: 'False', reason: 'NotCompleted' };
}

function ready(type: string): ConditionDraft {
  return { type, status: 'True', reason: 'Ready' };
}

function notYet(type: string): ConditionDraft {
  return { type, status: 'False', reason: 'NotReady' };
}

/** The first stage that is not complete yet names the reason. */
function waiting(type: string, stages: readonly (readonly [ConditionDraft, string])[]): ConditionDraft | undefined {
  const blocking = stages.find(([{ status }]) => status !== 'True');
  return blocking && { type, status: 'False', reason: blocking[1] };
}

/** Provisioned once, provisioned for good: what happens to the container later is on the conditions. */
function provisionedParts(scope: DockerMachineScope, { provisioned, cgroups, images }: Stages): Pick<Report, 'spec' | 'status'> {
  const addresses = machineAddresses(scope);
  const failureDomain = scope.machine?.spec.failureDomain;
  const seen = addresses.length > 0 ? { addresses, ...(failureDomain ? { failureDomain } : {}) } : {};
  const isComplete = [provisioned, cgroups, images].every(({ status }) => status === 'True');
  if (!isComplete) return Object.keys(seen).length > 0 ? { status: seen } : {};
  return { spec: { providerID: dockerProviderID(admitted(scope).containerName) }, status: { ...seen, initialization: { provisioned: true } } };
}

/** v1beta1 names for what a container waits for. */
const oldReasons: Readonly<Record<string, string>> = {
  WaitingForClusterInfrastructureReady: 'WaitingForClusterInfrastructure',
  WaitingForControlPlaneInitialized: 'WaitingForBootstrapData',
  NotProvisioned: 'ContainerProvisioningFailed',
  EngineUnreachable: 'ContainerProvisioningFailed',
};

function oldConditions({ view }: DockerMachineScope, { provisioned, bootstrapped }: Stages, deleting: boolean): V1Beta1ConditionDraft[] {
  const drafts = [oldContainer(provisioned), ...(provisioned.status === 'True' ? [oldBootstrap(bootstrapped)] : [])];
  const summary = summarizeV1Beta1({ conditions: drafts, of: ['ContainerProvisioned', 'BootstrapExecSucceeded'], stepCounter: !deleting && view.providerID === undefined });
  return summary ? [summary, ...drafts] : drafts;
}

function oldContainer({ status, reason, message }: ConditionDraft): V1Beta1ConditionDraft {
  const type = 'ContainerProvisioned';
  if (status === 'True') return v1beta1True(type);
  const isFailure = reason === 'NotProvisioned' || reason === 'EngineUnreachable';
  return v1beta1False(type, oldReasons[reason] ?? reason, isFailure ? 'Warning' : 'Info', message?.slice(0, maxOldMessage));
}

function oldBootstrap({ status, reason, message }: ConditionDraft): V1Beta1ConditionDraft {
  const type = 'BootstrapExecSucceeded';
  if (status === 'True') return v1beta1True(type);
  const isFailure = reason === 'Failed' || reason === 'InternalError';
  return v1beta1False(type, isFailure ? 'BootstrapFailed' : 'Bootstrapping', isFailure ? 'Warning' : 'Info', isFailure ? message?.slice(0, maxOldMessage) : undefined);
}
