import type { ConditionMap } from '@clusterwright/api/condition-map';
import type { KubeadmControlPlaneConditions, KubeadmControlPlaneMachineConditions } from '@clusterwright/api/controlplane/v1beta2';
import type { MachineConditions } from '@clusterwright/api/core/v1beta2';
import type { ConditionDraft, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import type { podConditionTypes } from '../control-plane-machine.plan.ts';

/** Drafts that compile only with the types and reasons that a kind declares. */
type DraftOf<M extends ConditionMap> = { [Type in keyof M & string]: ConditionDraft<Type, M[Type][number]> }[keyof M & string];

export type ControlPlaneDraft = DraftOf<KubeadmControlPlaneConditions>;
export type PodConditionType = (typeof podConditionTypes)[keyof typeof podConditionTypes];
/** Conditions of all static Pods have the same reasons. */
export type PodDraft = ConditionDraft<PodConditionType, KubeadmControlPlaneMachineConditions[PodConditionType][number]>;
/** What the control plane states on its Machines. */
export type MachineDraft = PodDraft | DraftOf<Omit<KubeadmControlPlaneMachineConditions, PodConditionType>> | ConditionDraft<'UpToDate', MachineConditions['UpToDate'][number]>;

/** Conditions stated on one Machine; a type without a draft stays as it is. */
export interface MachineDrafts {
  readonly conditions: readonly MachineDraft[];
  readonly v1beta1Conditions: readonly V1Beta1ConditionDraft[];
}

export const noDrafts: MachineDrafts = { conditions: [], v1beta1Conditions: [] };

/** Later drafts win over earlier ones of the same type. */
export function mergeDrafts(...parts: readonly MachineDrafts[]): MachineDrafts {
  return {
    conditions: lastOfType(parts.flatMap(({ conditions }) => conditions)),
    v1beta1Conditions: lastOfType(parts.flatMap(({ v1beta1Conditions }) => v1beta1Conditions)),
  };
}

function lastOfType<D extends { readonly type: string }>(drafts: readonly D[]): D[] {
  return [...new Map(drafts.map((draft) => [draft.type, draft])).values()];
}
