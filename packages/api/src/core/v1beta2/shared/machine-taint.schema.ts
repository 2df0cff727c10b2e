import { enumeration, object, optional, string, type Static } from '../../../schema/schema.ts';
import { taintKey, taintValue } from '../../../schema/limits.ts';

/** MachineTaint is to be described. */
export const MachineTaintSchema = object({
  key: string({ ...taintKey, description: 'key is to be described.' }),
  value: optional(string({ ...taintValue, description: 'value is to be described.' })),
  effect: enumeration(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], { description: 'effect is to be described.' }),
  propagation: enumeration(['Always', 'OnInitialization'], { description: 'propagation is to be described.' }),
});

export interface MachineTaint extends Static<typeof MachineTaintSchema> {}
