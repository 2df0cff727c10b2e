import { listAtomic, map, object, optional, string, type Static } from './schema.ts';

/** A requirement on one label. */
export const LabelSelectorRequirementSchema = object({
  key: string({ description: 'key is the key of the label.' }),
  operator: string({ description: 'operator is In, NotIn, Exists or DoesNotExist.' }),
  values: optional(listAtomic(string(), { description: 'values lists the values for In and NotIn; empty for the others.' })),
});

export interface LabelSelectorRequirement extends Static<typeof LabelSelectorRequirementSchema> {}

/** Chooses objects by their labels; all requirements must hold, and an empty selector chooses everything. */
export const LabelSelectorSchema = object({
  matchExpressions: optional(listAtomic(LabelSelectorRequirementSchema, { description: 'matchExpressions lists requirements with operators.' })),
  matchLabels: optional(map(string(), { description: 'matchLabels lists labels that must have exactly these values.' })),
}, { atomic: true });

export interface LabelSelector extends Static<typeof LabelSelectorSchema> {}
