import { listAtomic, map, object, optional, string, type Static } from './schema.ts';

/** LabelSelectorRequirement is to be described. */
export const LabelSelectorRequirementSchema = object({
  key: string({ description: 'key is to be described.' }),
  operator: string({ description: 'operator is to be described.' }),
  values: optional(listAtomic(string(), { description: 'values is to be described.' })),
});

export interface LabelSelectorRequirement extends Static<typeof LabelSelectorRequirementSchema> {}

/** LabelSelector is to be described. */
export const LabelSelectorSchema = object({
  matchExpressions: optional(listAtomic(LabelSelectorRequirementSchema, { description: 'matchExpressions is to be described.' })),
  matchLabels: optional(map(string(), { description: 'matchLabels is to be described.' })),
}, { atomic: true });

export interface LabelSelector extends Static<typeof LabelSelectorSchema> {}
