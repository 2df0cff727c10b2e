/** Fields that every status has. */
import type { Condition } from '../resource.ts';
import { conditionTypeName } from './limits.ts';
import { dateTime, enumeration, int64, listMap, object, optional, string, type TUnsafe } from './schema.ts';

/** metav1.Condition, as the API server requires it in a status. */
export const ConditionSchema = object({
  type: string({
    maxLength: 316,
    pattern: conditionTypeName.pattern,
    description: 'type is the name of the condition in CamelCase, optionally with a domain.',
  }),
  status: enumeration(['True', 'False', 'Unknown'], { description: 'status is True, False or Unknown.' }),
  observedGeneration: optional(int64({ minimum: 0, description: 'observedGeneration is the metadata.generation that the condition was computed from.' })),
  lastTransitionTime: dateTime({ description: 'lastTransitionTime is when the status last changed.' }),
  reason: string({
    minLength: 1,
    maxLength: 1024,
    pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$',
    description: 'reason is a CamelCase word for programs: why the condition has this status.',
  }),
  message: string({ maxLength: 32768, description: 'message tells people the details; it may be empty.' }),
});

/** The conditions of a status: at most 32, merged by type. */
export function conditionList(description: string): TUnsafe<Condition[]> {
  // The run-time type is the one of resource.ts: readers accept conditions without a message.
  return listMap(['type'], ConditionSchema, { maxItems: 32, description }) as TUnsafe<Condition[]>;
}

/** The generation of the spec that the status was computed from. */
export function observedGeneration() {
  return int64({ minimum: 1, description: 'observedGeneration is the metadata.generation that this status describes.' });
}
