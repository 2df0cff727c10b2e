import type { Machine, MachineConditions } from '@clusterwright/api/core/v1beta2';
import { findCondition } from '@clusterwright/controller-runtime';
import type { Draft, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import type { UnhealthyMachine } from '../checks/assessment.plan.ts';
import type { MachineHealthCheckScope } from '../machinehealthcheck.scope.ts';
import type { RequestOutcome } from './external-remediation.scope.ts';

type MachineDraft = Draft<MachineConditions>;

/** What is written on one Machine, where it does not say so already. */
export interface Mark {
  readonly machine: Machine;
  readonly conditions: readonly MachineDraft[];
  readonly v1beta1Conditions: readonly V1Beta1ConditionDraft[];
  /** Whether somebody is asked to remediate the Machine. */
  readonly remediates: boolean;
}

type Input = Pick<MachineHealthCheckScope, 'machineHealthCheck' | 'assessment' | 'external' | 'requests'>;

/** What to write on the Machines: the verdict always, a call for remediation only while it is allowed (spec MHC-02, MHC-03). Pure. */
export function planMarks(scope: Input): readonly Mark[] {
  const { healthy = [], unhealthy = [], allowance } = scope.assessment ?? {};
  const remediates = allowance?.kind === 'allowed';
  return [
    ...healthy.map(healthyMark),
    ...unhealthy.map((target): Mark => {
      const call = remediates ? remediationCall(scope, target.machine) : nothing;
      const verdict: MachineDraft = { type: 'HealthCheckSucceeded', status: 'False', reason: target.health.reason, message: target.health.message };
      return { machine: target.machine, remediates, conditions: [verdict, ...call.conditions], v1beta1Conditions: [olderVerdict(target), ...call.v1beta1Conditions] };
    }),
  ];
}

function healthyMark(machine: Machine): Mark {
  return { machine, remediates: false, conditions: [{ type: 'HealthCheckSucceeded', status: 'True', reason: 'HealthCheckSucceeded' }], v1beta1Conditions: [v1beta1True('HealthCheckSucceeded')] };
}

function olderVerdict({ health: { v1beta1 } }: UnhealthyMachine): V1Beta1ConditionDraft {
  return v1beta1False('HealthCheckSucceeded', v1beta1.reason, 'Warning', v1beta1.message);
}

type Call = Pick<Mark, 'conditions' | 'v1beta1Conditions'>;
const nothing: Call = { conditions: [], v1beta1Conditions: [] };

function remediationCall({ machineHealthCheck, external, requests }: Input, machine: Machine): Call {
  if (!external) return callOfOwner(machine);
  const outcome = requests.get(machine.metadata.name);
  const draft = outcome && externalDraft(outcome, machine, `${external.reference.kind} ${machineHealthCheck.metadata.namespace ?? ''}/${external.reference.name}`);
  return draft ? { conditions: [draft], v1beta1Conditions: [] } : nothing;
}

/** The owner is called once, and again only after it has said that it was done: meanwhile the condition is the owner's. */
function callOfOwner({ metadata, status }: Machine): Call {
  if (metadata.deletionTimestamp !== undefined) return nothing;
  const isOpen = (conditions: readonly { type: string; status: string }[] = []): boolean => conditions.find(({ type }) => type === 'OwnerRemediated')?.status === 'False';
  return {
    conditions: isKept(status?.conditions) ? [] : [{ type: 'OwnerRemediated', status: 'False', reason: 'WaitingForRemediation', message: 'Waiting for remediation' }],
    v1beta1Conditions: isOpen(status?.deprecated?.v1beta1?.conditions) ? [] : [v1beta1False('OwnerRemediated', 'WaitingForRemediation', 'Warning')],
  };
}

/** Unknown is the owner's word, too. */
function isKept(conditions: NonNullable<Machine['status']>['conditions']): boolean {
  const condition = findCondition(conditions, 'OwnerRemediated');
  return condition !== undefined && condition.status !== 'True';
}

const ownReasons: readonly string[] = ['RemediationTemplateNotFound', 'RemediationRequestCreationFailed'];

function externalDraft(outcome: RequestOutcome, { status }: Machine, templateName: string): MachineDraft | undefined {
  const type = 'ExternallyRemediated';
  const waiting: MachineDraft = { type, status: 'False', reason: 'WaitingForRemediation' };
  switch (outcome.state) {
    case 'created':
      return waiting;
    case 'existing': {
      // Whoever remediates may have its own word about the request; ours is corrected where it is missing or out of date.
      const condition = findCondition(status?.conditions, type);
      return !condition || ownReasons.includes(condition.reason) ? waiting : undefined;
    }
    case 'templateNotFound':
      return { type, status: 'False', reason: 'RemediationTemplateNotFound', message: `Error retrieving remediation template ${templateName}` };
    case 'creationFailed':
      return { type, status: 'False', reason: 'RemediationRequestCreationFailed', message: 'Please check controller logs for errors' };
  }
}
