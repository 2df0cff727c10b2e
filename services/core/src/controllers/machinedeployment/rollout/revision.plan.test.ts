import { aMachineSet } from '../machinedeployment.fixtures.ts';
import { keptRevision, planRevision } from './revision.plan.ts';

const key = 'machinedeployment.clusters.x-k8s.io/revision';
const historyKey = 'machinedeployment.clusters.x-k8s.io/revision-history';
const machineSet = (revision?: string, history?: string) => aMachineSet({ metadata: { annotations: { ...(revision ? { [key]: revision } : {}), ...(history ? { [historyKey]: history } : {}) } } });

describe('planRevision', () => {
  const cases = [
    { name: 'first', why: 'numbers start with 1', current: undefined, old: [], want: '1', history: undefined },
    { name: 'next', why: 'one more than any old one', current: undefined, old: [machineSet('2'), machineSet('10')], want: '11', history: undefined },
    { name: 'unchanged', why: 'already the greatest', current: machineSet('3'), old: [machineSet('2')], want: '3', history: undefined },
    { name: 'old ones are gone', why: 'never decreases', current: machineSet('7'), old: [], want: '7', history: undefined },
    { name: 'current again', why: 'a new number, and the former one remembered', current: machineSet('1'), old: [machineSet('2')], want: '3', history: '1' },
    { name: 'current again, with history', why: 'appended', current: machineSet('3', '1'), old: [machineSet('4')], want: '5', history: '1,3' },
    { name: 'unchanged, with history', why: 'kept', current: machineSet('5', '1,3'), old: [], want: '5', history: '1,3' },
    { name: 'unreadable old revision', why: 'does not count', current: undefined, old: [machineSet('x'), machineSet('2')], want: '3', history: undefined },
  ];
  test.each(cases)('$name → $want ($why)', ({ current, old, want, history }) => {
    expect(planRevision(current, old)).toEqual({ revision: want, annotations: { [key]: want, ...(history ? { [historyKey]: history } : {}) } });
  });

  test('an unreadable own revision is a defect', () => {
    expect(() => planRevision(machineSet('x'), [])).toThrow(expect.objectContaining({ code: 'Invariant' }));
  });
});

test('keptRevision repeats what an old set has', () => {
  expect(keptRevision(machineSet('3', '1'))).toEqual({ [key]: '3', [historyKey]: '1' });
  expect(keptRevision(machineSet())).toEqual({});
});
