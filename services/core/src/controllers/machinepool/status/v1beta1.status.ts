import { v1beta1ConditionOf } from '@clusterwright/contract';
import type { V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { mirrorV1Beta1, summarizeV1Beta1, v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import { isDeleting } from '../../shared/is-deleting.ts';
import { v1beta1ConditionsOf } from '../../shared/stored-conditions.ts';
import type { MachinePoolScope } from '../machinepool.scope.ts';

const replicasReadyType = 'ReplicasReady';
const summarized = ['BootstrapReady', 'InfrastructureReady', replicasReadyType];

/** Conditions of the old API (spec MP-05). A part that cannot be judged now states nothing, so its last value stays. */
export function v1beta1Conditions(scope: MachinePoolScope): V1Beta1ConditionDraft[] {
  const parts = isDeleting(scope.machinePool) ? [] : [bootstrapReady(scope), infrastructureReady(scope), replicasReady(scope)];
  const drafts = parts.filter((draft) => draft !== undefined);
  const others = v1beta1ConditionsOf(scope.machinePool).filter(({ type }) => !drafts.some((draft) => draft.type === type));
  const ready = summarizeV1Beta1({ conditions: [...drafts, ...others], of: summarized });
  return ready ? [ready, ...drafts] : drafts;
}

function bootstrapReady({ machinePool, bootstrapConfig }: MachinePoolScope): V1Beta1ConditionDraft | undefined {
  const type = 'BootstrapReady';
  if (bootstrapConfig.kind === 'unset') return machinePool.spec.template.spec.bootstrap.dataSecretName === undefined ? undefined : v1beta1True(type);
  if (bootstrapConfig.kind !== 'found' || isDeleting(bootstrapConfig.object)) return undefined;
  const isCreated = machinePool.status?.initialization?.bootstrapDataSecretCreated === true;
  return mirrorV1Beta1(type, v1beta1ConditionOf(bootstrapConfig.object, 'Ready'), { status: isCreated, reason: 'WaitingForDataSecret', severity: 'Info' });
}

function infrastructureReady({ machinePool, infraMachinePool }: MachinePoolScope): V1Beta1ConditionDraft | undefined {
  const type = 'InfrastructureReady';
  const { kind, name } = machinePool.spec.template.spec.infrastructureRef;
  if (infraMachinePool.kind === 'notFound') return v1beta1False(type, 'IncorrectExternalRef', 'Error', `could not find infra reference of kind ${kind} with name ${name}`);
  if (infraMachinePool.kind !== 'found' || isDeleting(infraMachinePool.object)) return undefined;
  const isProvisioned = machinePool.status?.initialization?.infrastructureProvisioned === true;
  return mirrorV1Beta1(type, v1beta1ConditionOf(infraMachinePool.object, 'Ready'), { status: isProvisioned, reason: 'WaitingForInfrastructure', severity: 'Info' });
}

function replicasReady(scope: MachinePoolScope): V1Beta1ConditionDraft | undefined {
  const { machinePool, nodes } = scope;
  if (nodes.kind !== 'found' || isFirstNodeAwaited(scope, nodes.nodes.length)) return undefined;
  const { replicas = 0, deprecated } = machinePool.status ?? {};
  const ready = deprecated?.v1beta1?.readyReplicas ?? 0;
  return replicas === ready && nodes.nodes.length === ready ? v1beta1True(replicasReadyType) : v1beta1False(replicasReadyType, 'WaitingForReplicasReady', 'Info');
}

/** Before the first Node comes nothing is said of replicas; afterwards never again nothing. */
function isFirstNodeAwaited({ machinePool }: MachinePoolScope, found: number): boolean {
  const { providerIDList = [] } = machinePool.spec;
  return found === 0 && providerIDList.length > 0 && v1beta1ConditionsOf(machinePool).every(({ type }) => type !== replicasReadyType);
}
