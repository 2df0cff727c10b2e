import type { devMachinePoolConditions } from '@clusterwright/api/infrastructure/v1beta2';
import { findCondition } from '@clusterwright/controller-runtime';
import type { ConditionDraft, PassResult, Report, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { summarize } from '@clusterwright/provider-kit/conditions/summary';
import { aggregateV1Beta1, summarizeV1Beta1, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import type { V1Beta1ConditionState } from '@clusterwright/provider-kit/conditions/v1beta1';
import type { KubeObject } from '@clusterwright/api';
import { admitted } from './dockermachinepool.scope.ts';
import type { InfraPoolScope } from './dockermachinepool.scope.ts';
import type { InfraPoolKind } from './infra-pool-kind.ts';

export const ownedConditions = ['Ready', 'ReplicasReady'] satisfies (keyof typeof devMachinePoolConditions)[];

/** What a pool says of its instances (spec DEV-05). Pure. */
export function reportInfraPool<T extends KubeObject, M extends KubeObject>(
  kind: Pick<InfraPoolKind<T, M>, 'machine' | 'providerIDScheme' | 'hasOldConditions'>,
  scope: InfraPoolScope,
  { deleting }: PassResult,
): Report {
  if (deleting) return {};
  const status = { infrastructureMachineKind: kind.machine.resource.kind };
  const replicasReady = replicasCondition(scope);
  const conditions = replicasReady && [readyOf(replicasReady), replicasReady];
  const { instances, pool, view } = scope;
  if (!instances) return { status, conditions };
  const ids = providerIDs(scope);
  return {
    spec: {
      providerIDList: ids.length > 0 ? ids : undefined,
      providerID: view.providerID ?? `${kind.providerIDScheme}:////${admitted(scope).clusterKey.name}-dmp-${pool.metadata.name}`,
    },
    status: { ...status, replicas: instances.length, ...(isComplete(scope) ? { ready: true } : {}) },
    conditions,
    v1beta1Conditions: kind.hasOldConditions ? oldConditions(scope) : undefined,
  };
}

function providerIDs({ instances = [] }: InfraPoolScope): string[] {
  return instances.flatMap(({ providerID }) => providerID ?? []).sort();
}

function isComplete(scope: InfraPoolScope): boolean {
  const replicas = wantedReplicas(scope);
  return scope.instances?.length === replicas && providerIDs(scope).length === replicas;
}

function wantedReplicas(scope: InfraPoolScope): number {
  return admitted(scope).machinePool.spec.replicas ?? 1;
}

function replicasCondition(scope: InfraPoolScope): ConditionDraft | undefined {
  const type = 'ReplicasReady';
  const { instances, problem, view } = scope;
  if (problem !== undefined) return { type, status: 'False', reason: 'NotReady', message: problem };
  // Nothing was seen in this pass: what was said before still stands.
  if (!instances) return findCondition(view.conditions, type);
  if (isComplete(scope)) return { type, status: 'True', reason: 'Ready' };
  const ready = instances.filter(({ isReady }) => isReady).length;
  const message = `${String(ready)} of ${String(wantedReplicas(scope))} replicas are ready, and there are ${String(instances.length)}`;
  return { type, status: 'False', reason: 'NotReady', message };
}

function readyOf(replicasReady: ConditionDraft): ConditionDraft {
  return summarize({ target: 'Ready', conditions: [replicasReady], of: ['ReplicasReady'], reasons: { issue: 'NotReady', unknown: 'ReadyUnknown', info: 'Ready' } });
}

function oldConditions(scope: InfraPoolScope): V1Beta1ConditionDraft[] {
  const old = isComplete(scope)
    ? v1beta1True('ReplicasReady')
    : aggregateV1Beta1({ target: 'ReplicasReady', objects: (scope.instances ?? []).map(({ object }) => ({ object, ready: oldReadyOf(object) })), addSource: true });
  if (!old) return [];
  const summary = summarizeV1Beta1({ conditions: [old], of: ['ReplicasReady'] });
  return summary ? [summary, old] : [old];
}

interface WithOldConditions extends KubeObject {
  readonly status?: { readonly deprecated?: { readonly v1beta1?: { readonly conditions?: readonly V1Beta1ConditionState[] } } };
}

function oldReadyOf(object: WithOldConditions): V1Beta1ConditionState | undefined {
  return object.status?.deprecated?.v1beta1?.conditions?.find(({ type }) => type === 'Ready');
}
