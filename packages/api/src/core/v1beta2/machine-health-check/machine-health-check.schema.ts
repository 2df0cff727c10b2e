import type { KubeObject } from '../../../resource.ts';
import { described, int32, int64, kubeObject, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { DeprecatedConditionsStatusSchema } from '../shared/deprecated-status.schema.ts';
import { MachineHealthCheckChecksSchema, MachineHealthCheckRemediationSchema } from '../shared/health-check.schema.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';

/** MachineHealthCheckSpec is to be described. */
export const MachineHealthCheckSpecSchema = object({
  clusterName: string({ minLength: 1, maxLength: 63, description: 'clusterName is to be described.' }),
  selector: described(LabelSelectorSchema, 'selector is to be described.'),
  checks: optional(described(MachineHealthCheckChecksSchema, 'checks is to be described.')),
  remediation: optional(described(MachineHealthCheckRemediationSchema, 'remediation is to be described.')),
});

export interface MachineHealthCheckSpec extends Static<typeof MachineHealthCheckSpecSchema> {}

/** MachineHealthCheckStatus is to be described. */
export const MachineHealthCheckStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  expectedMachines: optional(int32({ minimum: 0, description: 'expectedMachines is to be described.' })),
  currentHealthy: optional(int32({ minimum: 0, description: 'currentHealthy is to be described.' })),
  remediationsAllowed: optional(int32({ minimum: 0, description: 'remediationsAllowed is to be described.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is to be described.' })),
  targets: optional(listAtomic(string({ minLength: 1, maxLength: 253 }), { maxItems: 10000, description: 'targets is to be described.' })),
  deprecated: optional(described(DeprecatedConditionsStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface MachineHealthCheckStatus extends Static<typeof MachineHealthCheckStatusSchema> {}

export const MachineHealthCheckSchema = kubeObject({
  spec: described(MachineHealthCheckSpecSchema, 'spec is to be described.'),
  status: optional(described(MachineHealthCheckStatusSchema, 'status is to be described.')),
}, { description: 'MachineHealthCheck is to be described.' });

/** MachineHealthCheck is to be described. */
export interface MachineHealthCheck extends KubeObject {
  spec: MachineHealthCheckSpec;
  status?: MachineHealthCheckStatus;
}
