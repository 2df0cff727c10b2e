import { aMachine, healthConditions } from '../kubeadmcontrolplane.fixtures.ts';
import { aggregateHealth, aggregateV1Beta1Health, type AggregateHealthInput } from './aggregate.plan.ts';

const types = ['APIServerPodHealthy', 'SchedulerPodHealthy'];
const input = (over: Partial<AggregateHealthInput> = {}): AggregateHealthInput => ({ target: 'ControlPlaneComponentsHealthy', machines: [aMachine('a'), aMachine('b')], conditionTypes: types, problems: [], note: 'control plane', ...over });
const broken = (name: string, states: Parameters<typeof healthConditions>[0], spec = {}) => aMachine(name, { conditions: healthConditions(states), spec });
const said = ({ status, reason, message }: ReturnType<typeof aggregateHealth>) => [status, reason, message].filter(Boolean).join(' ');

const cases = [
  { name: 'all true', why: 'nothing to say', given: input(), want: 'True Healthy' },
  { name: 'one false', why: 'the Machine and its words', given: input({ machines: [aMachine('a'), broken('b', { SchedulerPodHealthy: 'False' })] }), want: 'False NotHealthy * Machine b:\n  * SchedulerPodHealthy: SchedulerPodHealthy is broken' },
  { name: 'false beats unknown', why: 'both are told', given: input({ machines: [broken('a', { APIServerPodHealthy: 'Unknown' }), broken('b', { SchedulerPodHealthy: 'False' })] }), want: 'False NotHealthy * Machine a:\n  * APIServerPodHealthy: APIServerPodHealthy is broken\n* Machine b:\n  * SchedulerPodHealthy: SchedulerPodHealthy is broken' },
  { name: 'the same on most Machines first', why: 'it is the bigger problem', given: input({ machines: [broken('a', { APIServerPodHealthy: 'False' }), broken('c', { SchedulerPodHealthy: 'False' }), broken('b', { SchedulerPodHealthy: 'False' })] }), want: 'False NotHealthy * Machines b, c:\n  * SchedulerPodHealthy: SchedulerPodHealthy is broken\n* Machine a:\n  * APIServerPodHealthy: APIServerPodHealthy is broken' },
  { name: 'unknown', why: 'somebody should look', given: input({ machines: [broken('a', { APIServerPodHealthy: 'Unknown' })] }), want: 'Unknown HealthUnknown * Machine a:\n  * APIServerPodHealthy: APIServerPodHealthy is broken' },
  { name: 'unknown before the infrastructure', why: 'that is no news', given: input({ machines: [aMachine('a'), broken('b', { APIServerPodHealthy: 'Unknown' }, { providerID: '' })] }), want: 'True Healthy' },
  { name: 'problems of the whole', why: 'no Machine is to blame', given: input({ problems: ['Control plane Node x does not have a corresponding Machine'] }), want: 'False NotHealthy * Control plane Node x does not have a corresponding Machine' },
  { name: 'no conditions', why: 'nobody has looked', given: input({ machines: [aMachine('a', { conditions: [] })] }), want: 'Unknown HealthUnknown No Machines reporting control plane status' },
  { name: 'no Machines', why: 'there is nobody to ask', given: input({ machines: [] }), want: 'Unknown HealthUnknown No Machines reporting control plane status' },
];
test.each(cases)('aggregateHealth: $name ($why)', ({ given, want }) => {
  expect(said(aggregateHealth(given))).toBe(want);
});

test('components that all say the same are one line', () => {
  const conditions = healthConditions({ APIServerPodHealthy: 'Unknown', SchedulerPodHealthy: 'Unknown' }).map((condition) => ({ ...condition, message: 'Node a is unreachable' }));
  expect(said(aggregateHealth(input({ machines: [aMachine('a', { conditions })] })))).toBe('Unknown HealthUnknown * Machine a:\n  * Control plane components: Node a is unreachable');
});

test('a condition without words says its status', () => {
  const conditions = [{ type: 'APIServerPodHealthy', status: 'False' as const, reason: 'x', message: '', lastTransitionTime: '' }];
  expect(said(aggregateHealth(input({ machines: [aMachine('a', { conditions })] })))).toBe('False NotHealthy * Machine a:\n  * APIServerPodHealthy: condition is False');
});

const older = (name: string, ...conditions: { type: string; status: string; severity?: string }[]) =>
  aMachine(name, { status: { deprecated: { v1beta1: { conditions: conditions.map((condition) => ({ ...condition, lastTransitionTime: '' })) } } } });
const ofType = (status: string, severity?: string) => ({ type: 'APIServerPodHealthy', status, ...(severity ? { severity } : {}) });
const olderCases = [
  { name: 'errors first', why: 'they weigh most', machines: [older('a', ofType('False', 'Error')), older('b', ofType('False', 'Info'))], problems: ['p'], want: { status: 'False', severity: 'Error', reason: 'ControlPlaneComponentsUnhealthy', message: 'p; Following Machines are reporting control plane errors: a' } },
  { name: 'warnings', why: 'no errors', machines: [older('a', ofType('False', 'Warning'))], problems: [], want: { status: 'False', severity: 'Warning', message: 'Following Machines are reporting control plane warnings: a' } },
  { name: 'infos', why: 'neither errors nor warnings', machines: [older('b', ofType('False', 'Info')), older('a', ofType('False', 'Info'))], problems: [], want: { status: 'False', severity: 'Info', message: 'Following Machines are reporting control plane info: a, b' } },
  { name: 'true', why: 'one is enough', machines: [older('a', ofType('True')), older('b', ofType('Unknown'))], problems: [], want: { status: 'True' } },
  { name: 'unknown', why: 'nothing else', machines: [older('a', ofType('Unknown'))], problems: [], want: { status: 'Unknown', reason: 'ControlPlaneComponentsUnknown', message: 'Following Machines are reporting unknown control plane status: a' } },
];
test.each(olderCases)('aggregateV1Beta1Health: $name ($why)', ({ machines, problems, want }) => {
  expect(aggregateV1Beta1Health(input({ machines, problems }))).toMatchObject(want);
});

test('aggregateV1Beta1Health: silence says nothing', () => {
  expect(aggregateV1Beta1Health(input())).toBeUndefined();
});
