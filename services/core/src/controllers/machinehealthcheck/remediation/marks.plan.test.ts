import { aCondition } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { assess } from '../checks/assessment.plan.ts';
import { aCheckedMachine, aNode, aScope, aHealthCheck, found, now, templateRef } from '../machinehealthcheck.fixtures.ts';
import type { CheckedMachine } from '../machinehealthcheck.fixtures.ts';
import type { MachineHealthCheckScope } from '../machinehealthcheck.scope.ts';
import type { RequestOutcome } from './external-remediation.scope.ts';
import { planMarks } from './marks.plan.ts';

/** The marks of one unhealthy Machine. */
function marksOf(machine: CheckedMachine, { limit = 1, outcome }: { limit?: number; outcome?: RequestOutcome } = {}) {
  const external: MachineHealthCheckScope['external'] = outcome && { reference: templateRef, template: { kind: 'notFound' }, requests: { kind: 'failed', error: new Error('unused') } };
  const scope = aScope({ machineHealthCheck: aHealthCheck({ remediation: { triggerIf: { unhealthyLessThanOrEqualTo: limit } } }), external, requests: new Map(outcome ? [['m', outcome]] : []) });
  return planMarks({ ...scope, assessment: assess(scope, [{ machine: aCheckedMachine(machine), node: found(aNode('m', 'False', 400)) }], now) });
}

const text = (conditions: readonly { type: string; status: string; reason?: string | undefined; message?: string | undefined }[] = []) => conditions.map(({ type, status, reason, message }) => [type, status, reason, message].filter(Boolean).join(' '));
const verdict = 'HealthCheckSucceeded False UnhealthyNode Health check failed:\n  * Condition Ready on Node is reporting status False with reason Kubelet for more than 5m0s';
const olderVerdict = 'HealthCheckSucceeded False UnhealthyNode Condition Ready on Node is reporting status False with reason Kubelet for more than 5m0s';
const call = 'OwnerRemediated False WaitingForRemediation Waiting for remediation';
const olderCall = 'OwnerRemediated False WaitingForRemediation';
const error = new Error('x');
const older = (status: string) => [{ type: 'OwnerRemediated', status, lastTransitionTime: '2026-11-21T11:00:00Z' }];

const cases: readonly { name: string; why: string; machine?: CheckedMachine; options?: Parameters<typeof marksOf>[1]; want: readonly string[]; wantOlder?: readonly string[] }[] = [
  { name: 'no call yet', why: 'the owner is called', want: [verdict, call], wantOlder: [olderVerdict, olderCall] },
  { name: 'not allowed', why: 'the verdict is told all the same', options: { limit: 0 }, want: [verdict], wantOlder: [olderVerdict] },
  { name: 'a call that the owner works on', why: 'the condition is the owner’s now', machine: { conditions: [aCondition('OwnerRemediated', 'False', { reason: 'RemediationDeferred' })], v1beta1: older('False') }, want: [verdict], wantOlder: [olderVerdict] },
  { name: 'a call of unknown outcome', why: 'the owner’s word, too', machine: { conditions: [aCondition('OwnerRemediated', 'Unknown')], v1beta1: older('False') }, want: [verdict], wantOlder: [olderVerdict] },
  { name: 'a call that was answered', why: 'it did not help: the next one', machine: { conditions: [aCondition('OwnerRemediated', 'True')], v1beta1: older('True') }, want: [verdict, call], wantOlder: [olderVerdict, olderCall] },
  { name: 'a Machine being deleted', why: 'nothing is left to remediate', machine: { deleting: true }, want: [verdict], wantOlder: [olderVerdict] },
  { name: 'a request made', why: 'somebody else remediates', options: { outcome: { state: 'created' } }, want: [verdict, 'ExternallyRemediated False WaitingForRemediation'] },
  { name: 'a request made before, and not told', why: 'the process ended in between', options: { outcome: { state: 'existing' } }, want: [verdict, 'ExternallyRemediated False WaitingForRemediation'] },
  { name: 'a request after a failure', why: 'the failure is over', machine: { conditions: [aCondition('ExternallyRemediated', 'False', { reason: 'RemediationTemplateNotFound' })] }, options: { outcome: { state: 'existing' } }, want: [verdict, 'ExternallyRemediated False WaitingForRemediation'] },
  { name: 'a request that is answered', why: 'whoever remediates has its own words', machine: { conditions: [aCondition('ExternallyRemediated', 'False', { reason: 'Rebooting' })] }, options: { outcome: { state: 'existing' } }, want: [verdict] },
  { name: 'no template', why: 'says which', options: { outcome: { state: 'templateNotFound', error } }, want: [verdict, 'ExternallyRemediated False RemediationTemplateNotFound Error retrieving remediation template RepairTemplate ns/repair'] },
  { name: 'no request', why: 'the cause is in the log', options: { outcome: { state: 'creationFailed', error } }, want: [verdict, 'ExternallyRemediated False RemediationRequestCreationFailed Please check controller logs for errors'] },
];
test.each(cases)('$name ($why)', ({ machine = {}, options, want, wantOlder }) => {
  const [mark] = marksOf(machine, options);
  expect(text(mark?.conditions)).toEqual(want);
  if (wantOlder) expect(text(mark?.v1beta1Conditions)).toEqual(wantOlder);
});

test('a healthy Machine is told so, and one that is undecided nothing', () => {
  const scope = aScope();
  const targets = [
    { machine: aCheckedMachine({ name: 'a' }), node: found(aNode('a')) },
    { machine: aCheckedMachine({ name: 'b' }), node: found(aNode('b', 'False', 10)) },
  ];
  const marks = planMarks({ ...scope, assessment: assess(scope, targets, now) });
  expect(marks.map(({ machine, conditions, v1beta1Conditions }) => [machine.metadata.name, ...text(conditions), ...text(v1beta1Conditions)])).toEqual([['a', 'HealthCheckSucceeded True HealthCheckSucceeded', 'HealthCheckSucceeded True']]);
});
