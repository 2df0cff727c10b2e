import { clusterNameLabel } from '@clusterwright/api';
import type { PassResult, Report } from '@clusterwright/controller-runtime';
import { ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import type { MachinePoolScope } from './machinepool.scope.ts';
import { machinePoolPhase } from './status/phase.status.ts';
import { replicaStatus } from './status/replicas.status.ts';
import { v1beta1Conditions } from './status/v1beta1.status.ts';

/** What the MachinePool should say after a pass, and what it learned of its own spec. Of the conditions of the new API it has only Paused (spec MP-05). */
export function reportMachinePool(scope: MachinePoolScope, { deleting }: PassResult): Report {
  const { machinePool } = scope;
  const base = { metadata: ownMetadata(scope), v1beta1Conditions: v1beta1Conditions(scope) };
  const phase = machinePoolPhase(machinePool);
  if (deleting) return { ...base, status: { phase } };
  const { initialization, nodeRefs = [] } = machinePool.status ?? {};
  return {
    ...base,
    spec: ownSpec(scope),
    status: {
      ...(initialization ? { initialization } : {}),
      nodeRefs: nonEmpty(nodeRefs),
      ...replicaStatus(scope),
      phase,
      deprecated: { v1beta1: deprecatedFields(scope) },
    },
  };
}

function ownMetadata({ machinePool, cluster }: MachinePoolScope): Record<string, unknown> {
  const { ownerReferences = [] } = machinePool.metadata;
  return { labels: { [clusterNameLabel]: machinePool.spec.clusterName }, ownerReferences: withOwnerReference(ownerReferences, ownerReferenceTo(cluster)) };
}

/** Only what the provider's objects taught: everything else is the user's, and may have changed meanwhile. */
function ownSpec({ machinePool: { spec }, bootstrapConfig }: MachinePoolScope): Record<string, unknown> {
  const { dataSecretName } = spec.template.spec.bootstrap;
  const isLearned = bootstrapConfig.kind === 'found' && dataSecretName !== undefined;
  return {
    providerIDList: nonEmpty(spec.providerIDList ?? []),
    ...(isLearned ? { template: { spec: { bootstrap: { dataSecretName } } } } : {}),
  };
}

/** The old API leaves numbers out that are 0. */
function deprecatedFields({ machinePool }: MachinePoolScope): Record<string, unknown> {
  const { readyReplicas, availableReplicas, unavailableReplicas, failureReason, failureMessage } = machinePool.status?.deprecated?.v1beta1 ?? {};
  const counts = { readyReplicas, availableReplicas, unavailableReplicas };
  const texts = Object.entries({ failureReason, failureMessage }).filter(([, text]) => text !== undefined);
  return { ...Object.fromEntries(Object.entries(counts).map(([field, count]) => [field, count || undefined])), ...Object.fromEntries(texts) };
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
