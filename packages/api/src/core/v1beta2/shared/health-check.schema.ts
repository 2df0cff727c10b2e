import { described, enumeration, int32, intOrString, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionTypeName } from '../../../schema/limits.ts';
import { TemplateReferenceSchema } from './references.schema.ts';

/** UnhealthyNodeCondition is to be described. */
export const UnhealthyNodeConditionSchema = object({
  type: string({ minLength: 1, description: 'type is to be described.' }),
  status: string({ minLength: 1, description: 'status is to be described.' }),
  timeoutSeconds: int32({ minimum: 0, description: 'timeoutSeconds is to be described.' }),
});

export interface UnhealthyNodeCondition extends Static<typeof UnhealthyNodeConditionSchema> {}

/** UnhealthyMachineCondition is to be described. */
export const UnhealthyMachineConditionSchema = object({
  type: string({ ...conditionTypeName, rules: [{ rule: "!(self in ['Ready','Available','HealthCheckSucceeded','OwnerRemediated','ExternallyRemediated'])", message: 'type must not be one of: Ready, Available, HealthCheckSucceeded, OwnerRemediated, ExternallyRemediated' }], description: 'type is to be described.' }),
  status: enumeration(['True', 'False', 'Unknown'], { description: 'status is to be described.' }),
  timeoutSeconds: int32({ minimum: 0, description: 'timeoutSeconds is to be described.' }),
});

export interface UnhealthyMachineCondition extends Static<typeof UnhealthyMachineConditionSchema> {}

/** MachineHealthCheckRemediationTriggerIf is to be described. */
export const MachineHealthCheckRemediationTriggerIfSchema = object({
  unhealthyLessThanOrEqualTo: optional(intOrString({ description: 'unhealthyLessThanOrEqualTo is to be described.' })),
  unhealthyInRange: optional(string({ minLength: 1, maxLength: 32, pattern: '^\\[[0-9]+-[0-9]+\\]$', description: 'unhealthyInRange is to be described.' })),
}, { minProperties: 1 });

export interface MachineHealthCheckRemediationTriggerIf extends Static<typeof MachineHealthCheckRemediationTriggerIfSchema> {}

/** MachineDeploymentHealthCheckRemediation is to be described. */
export const MachineDeploymentHealthCheckRemediationSchema = object({
  maxInFlight: optional(intOrString({ description: 'maxInFlight is to be described.' })),
  triggerIf: optional(described(MachineHealthCheckRemediationTriggerIfSchema, 'triggerIf is to be described.')),
  templateRef: optional(described(TemplateReferenceSchema, 'templateRef is to be described.')),
}, { minProperties: 1 });

export interface MachineDeploymentHealthCheckRemediation extends Static<typeof MachineDeploymentHealthCheckRemediationSchema> {}

/** MachineHealthCheckChecks is to be described. */
export const MachineHealthCheckChecksSchema = object({
  nodeStartupTimeoutSeconds: optional(int32({ minimum: 0, description: 'nodeStartupTimeoutSeconds is to be described.' })),
  unhealthyNodeConditions: optional(listAtomic(UnhealthyNodeConditionSchema, { minItems: 1, maxItems: 100, description: 'unhealthyNodeConditions is to be described.' })),
  unhealthyMachineConditions: optional(listAtomic(UnhealthyMachineConditionSchema, { minItems: 1, maxItems: 100, description: 'unhealthyMachineConditions is to be described.' })),
}, { minProperties: 1 });

export interface MachineHealthCheckChecks extends Static<typeof MachineHealthCheckChecksSchema> {}

/** MachineHealthCheckRemediation is to be described. */
export const MachineHealthCheckRemediationSchema = object({
  triggerIf: optional(described(MachineHealthCheckRemediationTriggerIfSchema, 'triggerIf is to be described.')),
  templateRef: optional(described(TemplateReferenceSchema, 'templateRef is to be described.')),
}, { minProperties: 1 });

export interface MachineHealthCheckRemediation extends Static<typeof MachineHealthCheckRemediationSchema> {}
