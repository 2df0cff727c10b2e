import type { FieldError } from '../../../field-error.ts';
import { isEmptySelector, selectorProblem } from '../../../label-selector.ts';
import type { LabelSelectorLike } from '../../../label-selector.ts';
import type { ClusterResourceSet } from './cluster-resource-set.schema.ts';

/** Rules for ClusterResourceSets that the schema cannot say (spec WH-09). Pure. */
export function validateClusterResourceSet({ spec }: ClusterResourceSet, previous: ClusterResourceSet | undefined): FieldError[] {
  const { clusterSelector, strategy } = spec;
  const refuse = (field: 'clusterSelector' | 'strategy', detail: string): FieldError => ({ field: `spec.${field}`, type: 'Invalid', value: spec[field], detail });
  const problem = selectorProblem(clusterSelector) ?? (isEmptySelector(clusterSelector) ? 'selector must not be empty' : undefined);
  const isStrategyChanged = previous?.spec.strategy !== undefined && previous.spec.strategy !== strategy;
  const isSelectorChanged = previous !== undefined && !isSameSelector(previous.spec.clusterSelector, clusterSelector);
  return [
    ...(problem ? [refuse('clusterSelector', problem)] : []),
    ...(isStrategyChanged ? [refuse('strategy', 'field is immutable')] : []),
    ...(isSelectorChanged ? [refuse('clusterSelector', 'field is immutable')] : []),
  ];
}

/** The order of labels says nothing; that of expressions is part of what the user wrote, and so is an empty list in the place of none. */
function isSameSelector(a: LabelSelectorLike, b: LabelSelectorLike): boolean {
  const normalized = ({ matchLabels, matchExpressions }: LabelSelectorLike): string =>
    JSON.stringify([matchLabels && Object.entries(matchLabels).sort(([one], [other]) => (one < other ? -1 : 1)), matchExpressions?.map(({ key, operator, values }) => [key, operator, values])]);
  return normalized(a) === normalized(b);
}
