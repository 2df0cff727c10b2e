import { summarize, type SummaryInput } from './summary.ts';
import type { ConditionState } from './merge-strategy.ts';

const condition = (type: string, status: ConditionState['status'], message = `${type} says so`): ConditionState => ({ type, status, reason: `${type}Reason`, message });
type Options = Partial<SummaryInput<string, string>>;

const cases: readonly { name: string; why: string; conditions: readonly ConditionState[]; options?: Options; want: { status: string; reason: string; message: string } }[] = [
  {
    name: 'one issue of negative polarity',
    why: 'True is bad for Deleting, and infos are left out beside an issue',
    conditions: [condition('Node', 'True'), condition('Infra', 'True'), condition('Deleting', 'True')],
    want: { status: 'False', reason: 'IssuesReported', message: '* Deleting: Deleting says so' },
  },
  {
    name: 'an issue without a message',
    why: 'the reason is better than nothing',
    conditions: [condition('Infra', 'False', ''), condition('Node', 'True'), condition('Deleting', 'False')],
    want: { status: 'False', reason: 'IssuesReported', message: '* Infra: InfraReason' },
  },
  {
    name: 'issues and unknowns',
    why: 'the order is the order asked for, not that of severity or of the list',
    conditions: [condition('Deleting', 'True'), condition('Node', 'Unknown'), condition('Infra', 'False')],
    want: { status: 'False', reason: 'IssuesReported', message: '* Infra: Infra says so\n* Node: Node says so\n* Deleting: Deleting says so' },
  },
  {
    name: 'a missing condition',
    why: 'not knowing is not being well',
    conditions: [condition('Infra', 'True'), condition('Deleting', 'False')],
    want: { status: 'Unknown', reason: 'UnknownReported', message: '* Node: Condition not yet reported' },
  },
  {
    name: 'a missing condition that may be missing',
    why: 'ignoreIfMissing leaves it out',
    conditions: [condition('Infra', 'True', ''), condition('Deleting', 'False', '')],
    options: { ignoreIfMissing: ['Node'] },
    want: { status: 'True', reason: 'InfoReported', message: '' },
  },
  {
    name: 'only infos',
    why: 'messages of what is well are shown where there is nothing else, empty ones are not',
    conditions: [condition('Node', 'True'), condition('Infra', 'True', ''), condition('Deleting', 'False')],
    want: { status: 'True', reason: 'InfoReported', message: '* Node: Node says so\n* Deleting: Deleting says so' },
  },
  {
    name: 'lists inside messages',
    why: 'nested lists stay readable',
    conditions: [condition('Infra', 'False', '* one\n* two'), condition('Node', 'False', 'first\n* second'), condition('Deleting', 'False')],
    want: { status: 'False', reason: 'IssuesReported', message: '* Infra:\n  * one\n  * two\n* Node:\n  * first\n    * second' },
  },
  {
    name: 'a single bullet inside a message',
    why: 'one line with a bullet is a list too',
    conditions: [condition('Infra', 'False', '* one'), condition('Node', 'True'), condition('Deleting', 'False')],
    want: { status: 'False', reason: 'IssuesReported', message: '* Infra:\n  * one' },
  },
  {
    name: 'a type that was not asked for',
    why: 'somebody else may put conditions on the object',
    conditions: [condition('Infra', 'True', ''), condition('Node', 'True', ''), condition('Deleting', 'False', ''), condition('Foreign', 'False')],
    want: { status: 'True', reason: 'InfoReported', message: '' },
  },
  {
    name: 'reasons of the caller',
    why: 'each kind has its own words',
    conditions: [condition('Infra', 'Unknown'), condition('Node', 'True'), condition('Deleting', 'False')],
    options: { reasons: { issue: 'NotReady', unknown: 'ReadyUnknown', info: 'Ready' } },
    want: { status: 'Unknown', reason: 'ReadyUnknown', message: '* Infra: Infra says so' },
  },
  {
    name: 'an override',
    why: 'the stored condition stays as it is, only the summary sees another one',
    conditions: [condition('Infra', 'True', ''), condition('Node', 'True', ''), condition('Deleting', 'True')],
    options: { overrides: [{ type: 'Deleting', status: 'True', reason: 'Deleting', message: 'Machine deletion in progress' }] },
    want: { status: 'False', reason: 'IssuesReported', message: '* Deleting: Machine deletion in progress' },
  },
  {
    name: 'a priority of the caller and changed messages',
    why: 'a kind may know that an issue is none, or say things shorter',
    conditions: [condition('Infra', 'False'), condition('Node', 'True', ''), condition('Deleting', 'False', '')],
    options: { priorityOf: () => 'info', transformMessages: (messages) => messages.map((message) => message.toUpperCase()) },
    want: { status: 'True', reason: 'InfoReported', message: '* INFRA: INFRA SAYS SO' },
  },
];

test.each(cases)('summarize: $name ($why)', ({ conditions, options, want }) => {
  const summary = summarize({ target: 'Available', conditions, of: ['Infra', 'Node', 'Deleting'], negative: ['Deleting'], ...options });
  expect(summary).toEqual({ type: 'Available', ...want });
});

test('nothing to summarize is a defect of the caller', () => {
  expect(() => summarize({ target: 'Available', conditions: [], of: ['Node'], ignoreIfMissing: ['Node'] })).toThrow(expect.objectContaining({ code: 'Invariant' }));
});
