import { enumeration, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionTypeName } from '../../../schema/limits.ts';

/** ConditionGate is to be described. */
export const ConditionGateSchema = object({
  conditionType: string({ ...conditionTypeName, description: 'conditionType is to be described.' }),
  polarity: optional(enumeration(['Positive', 'Negative'], { description: 'polarity is to be described.' })),
});

export interface ConditionGate extends Static<typeof ConditionGateSchema> {}
