import type { KubeObject } from '../../../resource.ts';
import { described, enumeration, int32, kubeObject, listAtomic, object, optional, type Static } from '../../../schema/schema.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';

/** MachineDrainRuleDrainConfig is to be described. */
export const MachineDrainRuleDrainConfigSchema = object({
  behavior: enumeration(['Drain', 'Skip', 'WaitCompleted'], { description: 'behavior is to be described.' }),
  order: optional(int32({ description: 'order is to be described.' })),
});

export interface MachineDrainRuleDrainConfig extends Static<typeof MachineDrainRuleDrainConfigSchema> {}

/** MachineDrainRuleMachineSelector is to be described. */
export const MachineDrainRuleMachineSelectorSchema = object({
  selector: optional(described(LabelSelectorSchema, 'selector is to be described.')),
  clusterSelector: optional(described(LabelSelectorSchema, 'clusterSelector is to be described.')),
}, { minProperties: 1 });

export interface MachineDrainRuleMachineSelector extends Static<typeof MachineDrainRuleMachineSelectorSchema> {}

/** MachineDrainRulePodSelector is to be described. */
export const MachineDrainRulePodSelectorSchema = object({
  selector: optional(described(LabelSelectorSchema, 'selector is to be described.')),
  namespaceSelector: optional(described(LabelSelectorSchema, 'namespaceSelector is to be described.')),
}, { minProperties: 1 });

export interface MachineDrainRulePodSelector extends Static<typeof MachineDrainRulePodSelectorSchema> {}

/** MachineDrainRuleSpec is to be described. */
export const MachineDrainRuleSpecSchema = object({
  drain: described(MachineDrainRuleDrainConfigSchema, 'drain is to be described.'),
  machines: optional(listAtomic(MachineDrainRuleMachineSelectorSchema, { minItems: 1, maxItems: 32, rules: [{ rule: 'self.all(x, self.exists_one(y, x == y))', message: 'entries in machines must be unique' }], description: 'machines is to be described.' })),
  pods: optional(listAtomic(MachineDrainRulePodSelectorSchema, { minItems: 1, maxItems: 32, rules: [{ rule: 'self.all(x, self.exists_one(y, x == y))', message: 'entries in pods must be unique' }], description: 'pods is to be described.' })),
});

export interface MachineDrainRuleSpec extends Static<typeof MachineDrainRuleSpecSchema> {}

export const MachineDrainRuleSchema = kubeObject({
  spec: described(MachineDrainRuleSpecSchema, 'spec is to be described.'),
}, { metadataRequired: true, description: 'MachineDrainRule is to be described.' });

/** MachineDrainRule is to be described. */
export interface MachineDrainRule extends KubeObject {
  spec: MachineDrainRuleSpec;
}
