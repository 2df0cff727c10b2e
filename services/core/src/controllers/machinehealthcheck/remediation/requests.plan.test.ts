import { assess } from '../checks/assessment.plan.ts';
import { Repairs, aCheckedMachine, aHealthCheck, aNode, aRepair, aRepairTemplate, aScope, found, now, templateRef } from '../machinehealthcheck.fixtures.ts';
import type { CheckedMachine } from '../machinehealthcheck.fixtures.ts';
import type { ExternalRemediation } from './external-remediation.scope.ts';
import { planRequests } from './requests.plan.ts';

const unhealthy = (machine: CheckedMachine = {}) => ({ machine: aCheckedMachine(machine), node: found(aNode('m', 'False', 400)) });
const healthy = { machine: aCheckedMachine(), node: found(aNode()) };
const repair = aRepair(healthy.machine);
const error = new Error('cannot list');

interface Case {
  readonly name: string;
  readonly why: string;
  readonly target: typeof healthy;
  readonly requests?: readonly ReturnType<typeof aRepair>[] | undefined;
  readonly limit?: number;
  readonly want: object;
}

const cases: readonly Case[] = [
  { name: 'unhealthy without request', why: 'ask for one', target: unhealthy(), want: { step: 'change', create: [{ metadata: { name: 'm' } }], existing: [], remove: [] } },
  { name: 'unhealthy with request', why: 'asked already', target: unhealthy(), requests: [repair], want: { step: 'change', create: [], existing: [{ metadata: { name: 'm' } }], remove: [] } },
  { name: 'unhealthy, and being deleted', why: 'a Machine that is going needs no remedy', target: unhealthy({ deleting: true }), want: { step: 'change', create: [], existing: [], remove: [] } },
  { name: 'healthy with request', why: 'it has done its work', target: healthy, requests: [repair], want: { step: 'change', create: [], existing: [], remove: [{ kind: 'Repair' }] } },
  { name: 'healthy, request on its way out', why: 'deleting it again would change nothing', target: healthy, requests: [aRepair(healthy.machine, { deletionTimestamp: '2026-11-21T11:59:00Z' })], want: { step: 'change', remove: [] } },
  { name: 'healthy, somebody else’s object of its name', why: 'not ours to delete', target: healthy, requests: [aRepair(healthy.machine, { ownerReferences: [] })], want: { step: 'change', remove: [] } },
  { name: 'not allowed', why: 'too many are unhealthy', target: unhealthy(), limit: 0, want: { step: 'none' } },
  { name: 'requests unknown', why: 'asking twice could repair twice', target: unhealthy(), requests: undefined, want: { step: 'fail', error } },
  { name: 'requests unknown, all healthy', why: 'nothing depends on them', target: healthy, requests: undefined, want: { step: 'none' } },
];
test.each(cases)('$name → $want ($why)', (each) => {
  const { target, limit = 1, want } = each;
  const requests = 'requests' in each ? each.requests : [];
  const observed: ExternalRemediation['requests'] = requests ? { kind: 'listed', resource: Repairs, byName: new Map(requests.map((request) => [request.metadata.name, request])) } : { kind: 'failed', error };
  const scope = aScope({ machineHealthCheck: aHealthCheck({ remediation: { templateRef, triggerIf: { unhealthyLessThanOrEqualTo: limit } } }), external: { reference: templateRef, template: { kind: 'found', object: aRepairTemplate }, requests: observed } });
  expect(planRequests({ ...scope, assessment: assess(scope, [target], now) })).toMatchObject(want);
});

test('the owner remediates where there is no template', () => {
  const scope = aScope();
  expect(planRequests({ ...scope, assessment: assess(scope, [unhealthy()], now) })).toEqual({ step: 'none' });
});
