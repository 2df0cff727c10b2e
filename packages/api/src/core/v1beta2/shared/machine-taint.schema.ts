import { taintKey, taintValue } from '../../../schema/limits.ts';
import { enumeration, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';

/** A taint that is kept on the Node of a Machine. */
export const MachineTaintSchema = object({
  key: string({ ...taintKey, description: 'key is the key of the taint.' }),
  value: optional(string({ ...taintValue, description: 'value is the value of the taint.' })),
  effect: enumeration(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], {
    description: 'effect is what happens to Pods that do not tolerate the taint: NoSchedule, PreferNoSchedule or NoExecute.',
  }),
  propagation: enumeration(['Always', 'OnInitialization'], {
    description: 'propagation is Always to keep the taint on the Node, or OnInitialization to set it once when the Node joins.',
  }),
});

export interface MachineTaint extends Static<typeof MachineTaintSchema> {}

/** Taints of Nodes, merged by key and effect. */
export function machineTaintList(description: string) {
  return listMap(['key', 'effect'], MachineTaintSchema, { minItems: 1, maxItems: 64, description });
}
