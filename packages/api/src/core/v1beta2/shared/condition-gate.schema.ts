import { conditionTypeName } from '../../../schema/limits.ts';
import { enumeration, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';

/** A further condition that takes part in a summary condition. */
export const ConditionGateSchema = object({
  conditionType: string({ ...conditionTypeName, description: 'conditionType is the condition to look for; one that is missing counts as unknown.' }),
  polarity: optional(
    enumeration(['Positive', 'Negative'], { description: 'polarity is Positive where True is good, the default, or Negative where False is good.' }),
  ),
});

export interface ConditionGate extends Static<typeof ConditionGateSchema> {}

/** Further conditions, merged by type. */
export function conditionGateList(description: string) {
  return listMap(['conditionType'], ConditionGateSchema, { minItems: 1, maxItems: 32, description });
}
