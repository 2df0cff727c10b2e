import type { KubeObject } from '../../../resource.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';
import { described, int32, kubeObject, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList, observedGeneration } from '../../../schema/status.schema.ts';
import { clusterName } from '../shared/cluster-name.schema.ts';
import { deprecated, V1Beta1ConditionsStatusSchema } from '../shared/deprecated-status.schema.ts';
import { MachineHealthCheckChecksSchema, MachineHealthCheckRemediationSchema } from '../shared/health-check.schema.ts';

/** Which Machines are checked, for what, and what happens then. */
export const MachineHealthCheckSpecSchema = object({
  clusterName: clusterName(),
  selector: described(LabelSelectorSchema, 'selector chooses the Machines of the Cluster.'),
  checks: optional(
    described(MachineHealthCheckChecksSchema, 'checks says what makes a Machine unhealthy; a missing or unready Node always does after a while.'),
  ),
  remediation: optional(
    described(MachineHealthCheckRemediationSchema, 'remediation says how unhealthy Machines are repaired; by their owner where it is absent.'),
  ),
});

export interface MachineHealthCheckSpec extends Static<typeof MachineHealthCheckSpecSchema> {}

/** What was observed by a MachineHealthCheck. */
export const MachineHealthCheckStatusSchema = object(
  {
    conditions: optional(conditionList('conditions report the state of the object: RemediationAllowed and Paused.')),
    expectedMachines: optional(int32({ minimum: 0, description: 'expectedMachines is the number of Machines that the selector chooses.' })),
    currentHealthy: optional(int32({ minimum: 0, description: 'currentHealthy is the number of those that are healthy.' })),
    remediationsAllowed: optional(
      int32({ minimum: 0, description: 'remediationsAllowed is how many more Machines may become unhealthy before remediation stops.' }),
    ),
    observedGeneration: optional(observedGeneration()),
    targets: optional(
      listAtomic(string({ minLength: 1, maxLength: 253 }), {
        maxItems: 10000,
        description: 'targets lists the names of the Machines that the selector chooses.',
      }),
    ),
    deprecated: optional(deprecated(V1Beta1ConditionsStatusSchema)),
  },
  { minProperties: 1 },
);

export interface MachineHealthCheckStatus extends Static<typeof MachineHealthCheckStatusSchema> {}

export const MachineHealthCheckSchema = kubeObject(
  {
    spec: described(MachineHealthCheckSpecSchema, 'spec is what the MachineHealthCheck should be.'),
    status: optional(described(MachineHealthCheckStatusSchema, 'status is what was observed of the MachineHealthCheck.')),
  },
  { description: 'MachineHealthCheck finds unhealthy Machines and asks for their repair.' },
);

/** MachineHealthCheck finds unhealthy Machines and asks for their repair. */
export interface MachineHealthCheck extends KubeObject {
  spec: MachineHealthCheckSpec;
  status?: MachineHealthCheckStatus;
}
