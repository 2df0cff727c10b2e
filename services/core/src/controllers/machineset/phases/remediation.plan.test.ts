import fc from 'fast-check';
import type { Machine, MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import { aCondition, aMachine, aMachineDeployment, aMachineSet } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { planRemediation } from './remediation.plan.ts';
import type { RemediationPlan } from './remediation.plan.ts';

const revision = (value: string) => ({ annotations: { 'machinedeployment.clusters.x-k8s.io/revision': value } });
const machineSet = aMachineSet({ metadata: revision('2') });
const deployment = (maxInFlight?: number | string, value = '2'): MachineDeployment => aMachineDeployment({ metadata: revision(value), spec: { replicas: 5, ...(maxInFlight === undefined ? {} : { remediation: { maxInFlight } }) } });

interface Options {
  readonly reason?: string;
  readonly deleting?: boolean;
  readonly marked?: boolean;
  readonly minute?: number;
}

/** A Machine that its health check wants remediated. */
function sick(name: string, { reason = 'WaitingForRemediation', deleting = false, marked = false, minute = 0 }: Options = {}): Machine {
  const conditions = [aCondition('HealthCheckSucceeded', 'False'), aCondition('OwnerRemediated', 'False', { reason })];
  return aMachine({
    metadata: { name, creationTimestamp: `2026-11-21T11:${String(minute).padStart(2, '0')}:00Z`, annotations: marked ? { 'cluster.x-k8s.io/remediate-machine': '' } : {}, ...(deleting ? { deletionTimestamp: '2026-11-21T11:59:00Z' } : {}) },
    status: { conditions },
  });
}

const names = (machines: readonly Machine[]): string => machines.map(({ metadata }) => metadata.name).join(' ');
const summary = ({ recovered, remediate, postponed, postponement }: RemediationPlan) => ({ recovered: names(recovered), remediate: names(remediate), postponed: names(postponed), ...(postponed.length > 0 ? { reason: postponement.reason } : {}) });
const plan = (machines: readonly Machine[], machineDeployment: MachineDeployment | undefined = deployment(), set: MachineSet = machineSet) => summary(planRemediation({ machineSet: set, machineDeployment, machines }));

const standAlone = aMachineSet({ metadata: { labels: {} } });
const none = { recovered: '', remediate: '', postponed: '' };
const cases: readonly { name: string; why: string; found: ReturnType<typeof plan>; want: object }[] = [
  { name: 'no Machines', why: 'nothing to do', found: plan([]), want: none },
  { name: 'unhealthy, but nobody asked the owner', why: 'somebody else remediates', found: plan([aMachine({ conditions: { HealthCheckSucceeded: 'False' } })]), want: none },
  { name: 'no limit', why: 'all at once, by name where they are of one age', found: plan([sick('b'), sick('a')]), want: { ...none, remediate: 'a b' } },
  { name: 'marked by users', why: 'go first, then the newest', found: plan([sick('a', { minute: 1 }), sick('b', { minute: 3 }), sick('c', { minute: 2, marked: true })]), want: { ...none, remediate: 'c b a' } },
  { name: 'a limit', why: 'the rest waits', found: plan([sick('a', { minute: 1 }), sick('b', { minute: 3 }), sick('c', { minute: 2 })], deployment(1)), want: { ...none, remediate: 'b', postponed: 'c a', reason: 'RemediationDeferred' } },
  { name: 'a percentage', why: 'rounded up: 30% of 5 is 2', found: plan([sick('a'), sick('b'), sick('c')], deployment('30%')), want: { ...none, remediate: 'a b', postponed: 'c', reason: 'RemediationDeferred' } },
  { name: 'one in flight', why: 'it counts until it is gone', found: plan([sick('a', { reason: 'MachineDeleting', deleting: true }), sick('b')], deployment(1)), want: { ...none, postponed: 'b', reason: 'RemediationDeferred' } },
  { name: 'one deleted by somebody else', why: 'no remediation of ours', found: plan([sick('a', { deleting: true }), sick('b')], deployment(1)), want: { ...none, remediate: 'b' } },
  { name: 'one marked, but not deleted', why: 'the deletion failed: again', found: plan([sick('a', { reason: 'MachineDeleting' })], deployment(1)), want: { ...none, remediate: 'a' } },
  { name: 'a limit of 0', why: 'never', found: plan([sick('a')], deployment(0)), want: { ...none, postponed: 'a', reason: 'RemediationDeferred' } },
  { name: 'an older revision', why: 'the rollout replaces its Machines anyway', found: plan([sick('a')], deployment(undefined, '3')), want: { ...none, postponed: 'a', reason: 'CannotBeRemediated' } },
  { name: 'a MachineDeployment that is not known', why: 'its revision decides', found: summary(planRemediation({ machineSet, machineDeployment: undefined, machines: [sick('a')] })), want: none },
  { name: 'no MachineDeployment', why: 'a MachineSet can stand alone', found: summary(planRemediation({ machineSet: standAlone, machineDeployment: undefined, machines: [sick('a'), sick('b')] })), want: { ...none, remediate: 'a b' } },
  { name: 'recovered', why: 'nothing is asked any more', found: plan([aMachine({ conditions: { HealthCheckSucceeded: 'True', OwnerRemediated: 'False' } })]), want: { ...none, recovered: 'md-old-1' } },
  { name: 'recovered, and being deleted', why: 'it keeps what explains its deletion', found: plan([aMachine({ metadata: { deletionTimestamp: '2026-11-21T11:59:00Z' }, conditions: { HealthCheckSucceeded: 'True', OwnerRemediated: 'False' } })]), want: none },
];
test.each(cases)('$name → $want ($why)', ({ found, want }) => {
  expect(found).toEqual(want);
});

test('what is told to Machines that wait', () => {
  const told = (machineDeployment: MachineDeployment) => planRemediation({ machineSet, machineDeployment, machines: [sick('a')] }).postponement.message;
  expect(told(deployment('0%'))).toBe('Waiting because there are already too many remediations in progress (spec.strategy.remediation.maxInFlight is 0%)');
  expect(told(deployment(1, '3'))).toBe("Machine won't be remediated because it is pending removal due to rollout");
});

test('a limit that is none is an error that retrying does not help', () => {
  expect(() => planRemediation({ machineSet, machineDeployment: deployment('few'), machines: [sick('a')] })).toThrow(expect.objectContaining({ retry: 'never' }));
});

const anyMachine = fc.record({ reason: fc.constantFrom('WaitingForRemediation', 'RemediationDeferred', 'MachineDeleting'), deleting: fc.boolean(), marked: fc.boolean(), minute: fc.nat(59) });

test('never are more in flight than the limit says, as long as it was kept before; and none is forgotten', () => {
  fc.assert(
    fc.property(fc.array(anyMachine, { maxLength: 20 }), fc.nat(20), (given, maxInFlight) => {
      const machines = given.map((options, index) => sick(`m${String(index).padStart(2, '0')}`, options));
      const inFlight = given.filter(({ reason, deleting }) => deleting && reason === 'MachineDeleting').length;
      const { remediate, postponed } = planRemediation({ machineSet, machineDeployment: deployment(maxInFlight), machines });
      expect(remediate.length === 0 || inFlight + remediate.length <= maxInFlight).toBe(true);
      expect(names([...remediate, ...postponed]).split(' ').sort()).toEqual(names(machines.filter(({ metadata }) => !metadata.deletionTimestamp)).split(' ').sort());
      // A free place is never left empty while a Machine waits.
      expect(postponed.length === 0 || inFlight + remediate.length >= maxInFlight).toBe(true);
    }),
  );
});

test('over many rounds all are remediated, and never more than the limit at a time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 4 }), fc.infiniteStream(fc.nat(5)), (count, maxInFlight, choices) => {
      let machines = Array.from({ length: count }, (_, index) => sick(`m${index}`, { minute: index }));
      let rounds = 0;
      while (machines.length > 0) {
        if (++rounds > 200) throw new Error('remediation does not end');
        const { remediate } = planRemediation({ machineSet, machineDeployment: deployment(maxInFlight), machines });
        machines = machines.map((machine) => (remediate.includes(machine) ? sick(machine.metadata.name, { reason: 'MachineDeleting', deleting: true }) : machine));
        const inFlight = machines.filter(({ metadata }) => metadata.deletionTimestamp);
        expect(inFlight.length).toBeLessThanOrEqual(maxInFlight);
        const gone = inFlight[(choices.next().value ?? 0) % Math.max(1, inFlight.length)];
        machines = machines.filter((machine) => machine !== gone);
      }
    }),
  );
});
