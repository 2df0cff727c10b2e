import type { FieldError } from '../../../field-error.ts';
import { selectorProblem } from '../../../label-selector.ts';
import type { LabelSelectorLike } from '../../../label-selector.ts';
import type { MachineDrainRule, MachineDrainRuleDrainConfig } from './machine-drain-rule.schema.ts';

/** Rules for MachineDrainRules that the schema cannot say (spec WH-08). Pure. */
export function validateMachineDrainRule({ spec }: MachineDrainRule): FieldError[] {
  const { drain, machines = [], pods = [] } = spec;
  return [
    ...validateOrder(drain),
    ...machines.flatMap(({ selector, clusterSelector }, index) => [...validateSelector(selector, `spec.machines[${index}].selector`), ...validateSelector(clusterSelector, `spec.machines[${index}].clusterSelector`)]),
    ...pods.flatMap(({ selector, namespaceSelector }, index) => [...validateSelector(selector, `spec.pods[${index}].selector`), ...validateSelector(namespaceSelector, `spec.pods[${index}].namespaceSelector`)]),
  ];
}

/** Only Pods that are evicted have a turn. */
function validateOrder({ behavior, order }: MachineDrainRuleDrainConfig): FieldError[] {
  if (behavior === 'Drain' || order === undefined) return [];
  return [{ field: 'spec.drain.order', type: 'Invalid', value: order, detail: 'may only be set where drain behavior is "Drain"' }];
}

function validateSelector(selector: LabelSelectorLike | undefined, field: string): FieldError[] {
  const problem = selector && selectorProblem(selector);
  return problem === undefined ? [] : [{ field, type: 'Invalid', value: selector, detail: problem }];
}
