/**
 * Conditions that one controller writes on objects of another, such as health checks on Machines: only the items named change, whoever writes the rest of the list.
 */
import type { KubeObject } from '@clusterwright/api';
import type { ConditionDraft, Report, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import type { StatusMergePatch } from '@clusterwright/controller-runtime/driver/shared-status';
import { statusPatch } from '@clusterwright/controller-runtime/driver/write-report';

export interface ConditionChanges {
  readonly set?: readonly ConditionDraft[] | undefined;
  /** Types to take away. */
  readonly remove?: readonly string[] | undefined;
  readonly setV1Beta1?: readonly V1Beta1ConditionDraft[] | undefined;
  readonly removeV1Beta1?: readonly string[] | undefined;
}

interface WithLists {
  readonly deprecated?: { readonly v1beta1?: { readonly conditions?: readonly { readonly type: string }[] } };
}

/** The patch that makes the changes, for `patchSharedStatus`; undefined where they are made already. Pure. */
export function conditionChangesPatch(object: KubeObject, changes: ConditionChanges, now: Date): StatusMergePatch | undefined {
  const { status = {} } = statusPatch(object, draftsOf(changes), new Set(changes.remove), now) ?? {};
  const older = withoutV1Beta1(object, status, changes.removeV1Beta1 ?? []);
  const fragment = { ...status, ...(older ? { deprecated: { v1beta1: { conditions: older } } } : {}) };
  return Object.keys(fragment).length > 0 ? { metadata: { resourceVersion: object.metadata.resourceVersion }, status: fragment } : undefined;
}

/** Only lists that change are named: the order of the others is none of our business. */
function draftsOf({ set = [], remove = [], setV1Beta1 = [] }: ConditionChanges): Pick<Report, 'conditions' | 'v1beta1Conditions'> {
  return { ...(set.length + remove.length > 0 ? { conditions: set } : {}), ...(setV1Beta1.length > 0 ? { v1beta1Conditions: setV1Beta1 } : {}) };
}

/** The list of the older API without some types; undefined where it has none of them. */
function withoutV1Beta1(object: KubeObject, patched: WithLists, types: readonly string[]): readonly { readonly type: string }[] | undefined {
  const listIn = ({ deprecated }: WithLists) => deprecated?.v1beta1?.conditions;
  const list = listIn(patched) ?? listIn((object as { status?: WithLists }).status ?? {}) ?? [];
  const kept = list.filter(({ type }) => !types.includes(type));
  return kept.length < list.length ? kept : undefined;
}
