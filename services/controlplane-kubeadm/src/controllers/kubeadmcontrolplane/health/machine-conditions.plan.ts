import type { Machine } from '@clusterwright/api/core/v1beta2';
import { mergeConditions, mergeV1Beta1Conditions } from '@clusterwright/controller-runtime/driver/condition-list';
import type { StatusMergePatch } from '@clusterwright/controller-runtime/driver/shared-status';
import { statusPatch } from '@clusterwright/controller-runtime/driver/write-report';
import { rfc3339 } from '@clusterwright/controller-runtime/rfc3339';
import type { MachineDrafts } from './drafts.plan.ts';

/** The Machine as it is once the drafts are written. */
export function withDrafts(machine: Machine, { conditions, v1beta1Conditions }: MachineDrafts, now: Date): Machine {
  const time = rfc3339(now);
  const owned = new Set(conditions.map(({ type }) => type));
  const { deprecated } = machine.status ?? {};
  return {
    ...machine,
    status: {
      ...machine.status,
      conditions: mergeConditions(machine.status?.conditions, conditions, { owned, generation: machine.metadata.generation, now: time }),
      deprecated: { ...deprecated, v1beta1: { ...deprecated?.v1beta1, conditions: mergeV1Beta1Conditions(deprecated?.v1beta1?.conditions, v1beta1Conditions, time) } },
    },
  };
}

/**
 * The patch that writes the drafts; undefined where they say nothing new, and for a Machine whose own controller has said nothing yet: both would make the same list,
 * and one of them in vain. Its first words wake us.
 */
export function machineStatusPatch(machine: Machine, { conditions, v1beta1Conditions }: MachineDrafts, now: Date): StatusMergePatch | undefined {
  if (!machine.status?.conditions?.length) return undefined;
  return statusPatch(machine, { conditions, v1beta1Conditions }, new Set(conditions.map(({ type }) => type)), now);
}
