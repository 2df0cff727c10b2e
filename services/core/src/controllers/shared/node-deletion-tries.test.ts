import { aMachine } from '../machine/machine.fixtures.ts';
import { NodeDeletionTries } from './node-deletion-tries.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 21, 12) + seconds * 1000);
const machine = aMachine();
const successor = aMachine({ metadata: { uid: 'uid-successor' } });

const cases: { name: string; why: string; fail: (tries: NodeDeletionTries) => void; want: number }[] = [
  { name: 'a first failure', why: 'it proves nothing', fail: () => undefined, want: 0 },
  { name: 'failures in a row', why: 'the first one counts', fail: (tries) => [0, 40, 80].forEach((seconds) => tries.failed(machine, at(seconds))), want: 100_000 },
  { name: 'a failure long after another', why: 'the Machine may have been paused in between', fail: (tries) => tries.failed(machine, at(39)), want: 0 },
  { name: 'a failure of another Machine of that name', why: 'it has a Node of its own', fail: (tries) => tries.failed(successor, at(99)), want: 0 },
  { name: 'a Machine that was gone', why: 'nothing of it is kept', fail: (tries) => (tries.failed(machine, at(99)), tries.forget({ namespace: 'default', name: 'm' })), want: 0 },
];

test.each(cases)('$name → failing for $want ms ($why)', ({ fail, want }) => {
  const tries = new NodeDeletionTries();
  fail(tries);
  expect(tries.failed(machine, at(100))).toBe(want);
});
