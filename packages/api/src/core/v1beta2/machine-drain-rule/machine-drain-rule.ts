import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { MachineDrainRule } from './machine-drain-rule.schema.ts';

export const MachineDrainRules: Resource<MachineDrainRule> = {
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'MachineDrainRule',
  plural: 'machinedrainrules',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const machineDrainRuleHead = crdHead({
  resource: MachineDrainRules,
  shortNames: [],
  status: false,
  columns: [
    { name: 'Behavior', type: 'string', jsonPath: '.spec.drain.behavior' },
    { name: 'Order', type: 'string', jsonPath: '.spec.drain.order' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
