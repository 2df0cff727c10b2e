import fc from 'fast-check';
import { aggregate } from './aggregate.ts';
import type { ConditionedObject, ConditionState } from './merge-strategy.ts';

type Status = ConditionState['status'];
type Row = readonly [name: string, status: Status | undefined, message?: string, options?: { kind?: string; controlPlane?: boolean }];

function objectOf([name, status, message = '', { kind = 'Machine', controlPlane = false } = {}]: Row): ConditionedObject {
  const labels: Record<string, string> = controlPlane ? { 'cluster.x-k8s.io/control-plane': '' } : {};
  return { apiVersion: 'v1', kind, metadata: { name, labels }, status: { conditions: status ? [{ type: 'Ready', status, reason: 'Because', message }] : [] } };
}

const cases: readonly { name: string; why: string; rows: readonly Row[]; negative?: boolean; want: { status: Status; reason: string; message: string } }[] = [
  { name: 'one issue among well ones', why: 'infos are dropped', rows: [['a', 'False', 'broken'], ['b', 'True', 'fine']], want: { status: 'False', reason: 'IssuesReported', message: '* Machine a: broken' } },
  { name: 'three objects with one issue', why: 'their names are listed once, sorted', rows: [['c', 'False', 'broken'], ['a', 'False', 'broken'], ['b', 'False', 'broken']], want: { status: 'False', reason: 'IssuesReported', message: '* Machines a, b, c: broken' } },
  {
    name: 'five objects with one issue',
    why: 'three names and a number say enough',
    rows: [['a', 'False', 'broken'], ['b', 'False', 'broken'], ['c', 'False', 'broken'], ['d', 'False', 'broken'], ['e', 'False', 'broken']],
    want: { status: 'False', reason: 'IssuesReported', message: '* Machines a, b, c, ... (2 more): broken' },
  },
  {
    name: 'messages by number of objects',
    why: 'what concerns most comes first, names decide a tie',
    rows: [['a', 'False', 'rare'], ['b', 'False', 'often'], ['c', 'False', 'often'], ['d', 'False', 'also rare']],
    want: { status: 'False', reason: 'IssuesReported', message: '* Machines b, c: often\n* Machine a: rare\n* Machine d: also rare' },
  },
  {
    name: 'more than three messages',
    why: 'the rest is counted by severity',
    rows: [['a', 'False', '1'], ['b', 'False', '2'], ['c', 'False', '3'], ['d', 'False', '4'], ['e', 'False', '5'], ['f', 'Unknown', '6']],
    want: { status: 'False', reason: 'IssuesReported', message: '* Machine a: 1\n* Machine b: 2\n* Machine c: 3\nAnd 2 Machines with other issues\nAnd 1 Machine with status unknown' },
  },
  {
    name: 'a control plane Machine with a lesser problem',
    why: 'control plane first, even an unknown before issues of workers',
    rows: [['a', 'False', 'worker broken'], ['b', 'False', 'worker broken'], ['z', 'Unknown', 'who knows', { controlPlane: true }]],
    want: { status: 'False', reason: 'IssuesReported', message: '* Machine z: who knows\n* Machines a, b: worker broken' },
  },
  {
    name: 'a control plane Machine among others with the same message',
    why: 'its name leads the list',
    rows: [['a', 'False', 'broken'], ['b', 'False', 'broken'], ['z', 'False', 'broken', { controlPlane: true }]],
    want: { status: 'False', reason: 'IssuesReported', message: '* Machines z, a, b: broken' },
  },
  {
    name: 'the same message as issue and as unknown',
    why: 'the worse one decides where it stands',
    rows: [['a', 'Unknown', 'x'], ['b', 'False', 'x'], ['c', 'False', 'y']],
    want: { status: 'False', reason: 'IssuesReported', message: '* Machines a, b: x\n* Machine c: y' },
  },
  {
    name: 'several kinds',
    why: 'kinds are not mixed in a line, and share the three messages',
    rows: [['a', 'False', '1', { kind: 'MachineSet' }], ['b', 'False', '1', { kind: 'MachineDeployment' }], ['c', 'False', '2', { kind: 'MachineSet' }], ['d', 'False', '3', { kind: 'MachineSet' }], ['e', 'False', '4', { kind: 'MachineSet' }]],
    want: { status: 'False', reason: 'IssuesReported', message: '* MachineDeployment b: 1\n* MachineSet a: 1\n* MachineSet c: 2\nAnd 2 MachineSets with other issues' },
  },
  { name: 'no report yet', why: 'missing is unknown', rows: [['a', undefined], ['b', 'True']], want: { status: 'Unknown', reason: 'UnknownReported', message: '* Machine a: Condition Ready not yet reported' } },
  { name: 'all well', why: 'messages of infos are shown where there is nothing else', rows: [['a', 'True', 'fine'], ['b', 'True', '']], want: { status: 'True', reason: 'InfoReported', message: '* Machine a: fine' } },
  { name: 'an issue without a message', why: 'the name alone is shown', rows: [['a', 'False', '']], want: { status: 'False', reason: 'IssuesReported', message: '* Machine a: ' } },
  {
    name: 'a list as message',
    why: 'it is indented below the names',
    rows: [['a', 'False', '* one\n* two'], ['b', 'False', '* one\n* two']],
    want: { status: 'False', reason: 'IssuesReported', message: '* Machines a, b:\n  * one\n  * two' },
  },
  { name: 'negative polarity with an issue', why: 'True is the issue and the result', rows: [['a', 'True', 'rolling'], ['b', 'False', 'still']], negative: true, want: { status: 'True', reason: 'IssuesReported', message: '* Machine a: rolling' } },
  { name: 'negative polarity without an issue', why: 'False is good', rows: [['a', 'False', ''], ['b', 'False', '']], negative: true, want: { status: 'False', reason: 'InfoReported', message: '' } },
];

test.each(cases)('aggregate: $name ($why)', ({ rows, negative, want }) => {
  expect(aggregate({ target: 'MachinesReady', objects: rows.map(objectOf), type: 'Ready', negative })).toEqual({ type: 'MachinesReady', ...want });
});

test('a positive target of a negative type with its own reasons', () => {
  const reasons = { issue: 'NotSettled', unknown: 'SettledUnknown', info: 'Settled' } as const;
  const condition = aggregate({ target: 'Settled', objects: [objectOf(['a', 'True', 'busy'])], type: 'Ready', negative: true, positiveTarget: true, reasons });
  expect(condition).toEqual({ type: 'Settled', status: 'False', reason: 'NotSettled', message: '* Machine a: busy' });
});

const rows = fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,3}$/), fc.constantFrom('True', 'False', 'Unknown', undefined), fc.constantFrom('', 'x', 'y', 'z', 'w', '* list')), { minLength: 1, maxLength: 12 });

test('every object with a problem is named or counted, whatever the mix', () => {
  fc.assert(
    fc.property(fc.uniqueArray(rows, { maxLength: 1, minLength: 1 }), ([list = []]) => {
      const unique = [...new Map(list.map((row) => [row[0], row])).values()];
      const { status, message = '' } = aggregate({ target: 'T', objects: unique.map(objectOf), type: 'Ready' });
      const problems = unique.filter(([, state]) => state !== 'True').length;
      const lines = message.split('\n');
      const named = lines.filter((line) => line.startsWith('* Machine')).map((line) => {
        const names = line.replace(/^\* Machines? /, '').split(':')[0] ?? '';
        const more = /\.\.\. \((\d+) more\)/.exec(names);
        return names.split(', ').filter((name) => !name.startsWith('...')).length + Number(more?.[1] ?? 0);
      });
      const counted = lines.map((line) => Number(/^And (\d+) /.exec(line)?.[1] ?? 0));
      const total = [...named, ...counted].reduce((sum, count) => sum + count, 0);
      expect(status === 'True').toBe(problems === 0);
      if (problems > 0) expect(total).toBe(problems);
      expect(named.length).toBeLessThanOrEqual(3);
    }),
  );
});

test('the order of the objects does not matter', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const objects = [...new Map(list.map((row) => [row[0], row])).values()].map(objectOf);
      const input = { target: 'T', type: 'Ready' };
      expect(aggregate({ ...input, objects: objects.toReversed() })).toEqual(aggregate({ ...input, objects }));
    }),
  );
});
