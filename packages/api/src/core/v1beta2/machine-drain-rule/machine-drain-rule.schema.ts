import type { KubeObject } from '../../../resource.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';
import { described, enumeration, int32, kubeObject, listAtomic, object, optional, type Static } from '../../../schema/schema.ts';

/** What happens to Pods when their Node is drained. */
export const MachineDrainRuleDrainConfigSchema = object({
  behavior: enumeration(['Drain', 'Skip', 'WaitCompleted'], {
    description: 'behavior is Drain to evict the Pods, Skip to leave them alone, or WaitCompleted to wait until they finish by themselves.',
  }),
  order: optional(
    int32({ description: 'order puts the Pods into a group; groups with a lower order are drained first. Only with behavior Drain, 0 where absent.' }),
  ),
});

export interface MachineDrainRuleDrainConfig extends Static<typeof MachineDrainRuleDrainConfigSchema> {}

/** Chooses Machines. */
export const MachineDrainRuleMachineSelectorSchema = object(
  {
    selector: optional(described(LabelSelectorSchema, 'selector chooses Machines by their labels; all where absent.')),
    clusterSelector: optional(described(LabelSelectorSchema, 'clusterSelector chooses Machines by the labels of their Cluster; all where absent.')),
  },
  { minProperties: 1 },
);

export interface MachineDrainRuleMachineSelector extends Static<typeof MachineDrainRuleMachineSelectorSchema> {}

/** Chooses Pods. */
export const MachineDrainRulePodSelectorSchema = object(
  {
    selector: optional(described(LabelSelectorSchema, 'selector chooses Pods by their labels; all where absent.')),
    namespaceSelector: optional(described(LabelSelectorSchema, 'namespaceSelector chooses Pods by the labels of their Namespace; all where absent.')),
  },
  { minProperties: 1 },
);

export interface MachineDrainRulePodSelector extends Static<typeof MachineDrainRulePodSelectorSchema> {}

/** What happens to which Pods on which machines when Nodes are drained. */
export const MachineDrainRuleSpecSchema = object({
  drain: described(MachineDrainRuleDrainConfigSchema, 'drain says what happens to the Pods.'),
  machines: optional(
    listAtomic(MachineDrainRuleMachineSelectorSchema, {
      minItems: 1,
      maxItems: 32,
      rules: [{ rule: 'self.all(x, self.exists_one(y, x == y))', message: 'entries in machines must be unique' }],
      description: 'machines says for which Machines the rule holds: for those that any entry chooses, or for all of the namespace.',
    }),
  ),
  pods: optional(
    listAtomic(MachineDrainRulePodSelectorSchema, {
      minItems: 1,
      maxItems: 32,
      rules: [{ rule: 'self.all(x, self.exists_one(y, x == y))', message: 'entries in pods must be unique' }],
      description: 'pods says for which Pods the rule holds: for those that any entry chooses, or for all.',
    }),
  ),
});

export interface MachineDrainRuleSpec extends Static<typeof MachineDrainRuleSpecSchema> {}

export const MachineDrainRuleSchema = kubeObject(
  {
    spec: described(MachineDrainRuleSpecSchema, 'spec is what the MachineDrainRule should be.'),
  },
  { metadataRequired: true, description: 'MachineDrainRule says how Pods are treated when the Nodes of Machines are drained.' },
);

/** MachineDrainRule says how Pods are treated when the Nodes of Machines are drained. */
export interface MachineDrainRule extends KubeObject {
  spec: MachineDrainRuleSpec;
}
