import { map, object, optional, unboundedListAtomic, unboundedString, type Static } from './schema.ts';

/** A requirement on one label. */
export const LabelSelectorRequirementSchema = object({
  key: unboundedString({ description: 'key is the key of the label.' }),
  operator: unboundedString({ description: 'operator is In, NotIn, Exists or DoesNotExist.' }),
  values: optional(unboundedListAtomic(unboundedString(), { description: 'values lists the values for In and NotIn; empty for the others.' })),
});

export interface LabelSelectorRequirement extends Static<typeof LabelSelectorRequirementSchema> {}

/** Chooses objects by their labels; all requirements must hold, and an empty selector chooses everything. */
export const LabelSelectorSchema = object(
  {
    matchExpressions: optional(unboundedListAtomic(LabelSelectorRequirementSchema, { description: 'matchExpressions lists requirements with operators.' })),
    matchLabels: optional(map(unboundedString(), { description: 'matchLabels lists labels that must have exactly these values.' })),
  },
  { atomic: true },
);

export interface LabelSelector extends Static<typeof LabelSelectorSchema> {}
