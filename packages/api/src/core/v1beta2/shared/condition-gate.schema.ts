import { enumeration, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionTypeName } from '../../../schema/limits.ts';

/** A further condition that takes part in a summary condition. */
export const ConditionGateSchema = object({
  conditionType: string({ ...conditionTypeName, description: 'conditionType is the condition to look for; one that is missing counts as unknown.' }),
  polarity: optional(enumeration(['Positive', 'Negative'], { description: 'polarity is Positive where True is good, the default, or Negative where False is good.' })),
});

export interface ConditionGate extends Static<typeof ConditionGateSchema> {}
