import { conditionTypeName } from '../../../schema/limits.ts';
import { described, enumeration, int32, intOrString, listAtomic, object, optional, string, unboundedString, type Static } from '../../../schema/schema.ts';
import { TemplateReferenceSchema } from './references.schema.ts';

/** A state of a Node condition that makes its Machine unhealthy when it lasts. */
export const UnhealthyNodeConditionSchema = object({
  type: unboundedString({ minLength: 1, description: 'type is the condition of the Node to look at.' }),
  status: unboundedString({ minLength: 1, description: 'status is the unhealthy status: True, False or Unknown.' }),
  timeoutSeconds: int32({ minimum: 0, description: 'timeoutSeconds is how long the status must last before the Machine counts as unhealthy.' }),
});

export interface UnhealthyNodeCondition extends Static<typeof UnhealthyNodeConditionSchema> {}

/** A state of a Machine condition that makes the Machine unhealthy when it lasts. */
export const UnhealthyMachineConditionSchema = object({
  type: string({
    ...conditionTypeName,
    rules: [
      {
        rule: "!(self in ['Ready','Available','HealthCheckSucceeded','OwnerRemediated','ExternallyRemediated'])",
        message: 'type must not be one of: Ready, Available, HealthCheckSucceeded, OwnerRemediated, ExternallyRemediated',
      },
    ],
    description: 'type is the condition of the Machine to look at; those that health checks themselves influence are not allowed.',
  }),
  status: enumeration(['True', 'False', 'Unknown'], { description: 'status is the unhealthy status: True, False or Unknown.' }),
  timeoutSeconds: int32({ minimum: 0, description: 'timeoutSeconds is how long the status must last before the Machine counts as unhealthy.' }),
});

export interface UnhealthyMachineCondition extends Static<typeof UnhealthyMachineConditionSchema> {}

/** How many unhealthy Machines still count as a problem of machines; above that, remediation stops. */
export const MachineHealthCheckRemediationTriggerIfSchema = object(
  {
    unhealthyLessThanOrEqualTo: optional(
      intOrString({ description: 'unhealthyLessThanOrEqualTo allows remediation while at most this many Machines, as a number or percentage, are unhealthy.' }),
    ),
    unhealthyInRange: optional(
      string({
        minLength: 1,
        maxLength: 32,
        pattern: '^\\[[0-9]+-[0-9]+\\]$',
        description:
          'unhealthyInRange allows remediation while the number of unhealthy Machines is in this range, such as [3-5]; it wins over unhealthyLessThanOrEqualTo.',
      }),
    ),
  },
  { minProperties: 1 },
);

export interface MachineHealthCheckRemediationTriggerIf extends Static<typeof MachineHealthCheckRemediationTriggerIfSchema> {}

/** How unhealthy machines of a MachineDeployment are repaired. */
export const MachineDeploymentHealthCheckRemediationSchema = object(
  {
    maxInFlight: optional(intOrString({ description: 'maxInFlight is how many machines, as a number or percentage, may be under repair at once.' })),
    triggerIf: optional(described(MachineHealthCheckRemediationTriggerIfSchema, 'triggerIf says up to how many unhealthy machines are repaired.')),
    templateRef: optional(
      described(
        TemplateReferenceSchema,
        'templateRef names a template of a remediation request; with it, somebody else repairs the machine instead of its owner.',
      ),
    ),
  },
  { minProperties: 1 },
);

export interface MachineDeploymentHealthCheckRemediation extends Static<typeof MachineDeploymentHealthCheckRemediationSchema> {}

/** What makes a Machine unhealthy. */
export const MachineHealthCheckChecksSchema = object(
  {
    nodeStartupTimeoutSeconds: optional(
      int32({ minimum: 0, description: 'nodeStartupTimeoutSeconds is how long a Machine may take to get a Node; 10 minutes where absent, 0 for ever.' }),
    ),
    unhealthyNodeConditions: optional(
      listAtomic(UnhealthyNodeConditionSchema, {
        minItems: 1,
        maxItems: 100,
        description: 'unhealthyNodeConditions are checked on the Node; any of them makes its Machine unhealthy.',
      }),
    ),
    unhealthyMachineConditions: optional(
      listAtomic(UnhealthyMachineConditionSchema, {
        minItems: 1,
        maxItems: 100,
        description: 'unhealthyMachineConditions are checked on the Machine; any of them makes it unhealthy.',
      }),
    ),
  },
  { minProperties: 1 },
);

export interface MachineHealthCheckChecks extends Static<typeof MachineHealthCheckChecksSchema> {}

/** How unhealthy machines are repaired. */
export const MachineHealthCheckRemediationSchema = object(
  {
    triggerIf: optional(described(MachineHealthCheckRemediationTriggerIfSchema, 'triggerIf says up to how many unhealthy machines are repaired.')),
    templateRef: optional(
      described(
        TemplateReferenceSchema,
        'templateRef names a template of a remediation request; with it, somebody else repairs the machine instead of its owner.',
      ),
    ),
  },
  { minProperties: 1 },
);

export interface MachineHealthCheckRemediation extends Static<typeof MachineHealthCheckRemediationSchema> {}
