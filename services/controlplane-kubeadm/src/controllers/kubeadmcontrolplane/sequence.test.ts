import { done, waitFor, type Phase } from '@clusterwright/controller-runtime';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { failOn, sequence } from './sequence.ts';

interface Scope {
  readonly stepsDone: number;
  readonly seen: readonly string[];
}

/** As the driver runs phases: all of them, errors collected, observations kept. */
async function run(...steps: Phase<Scope>[]): Promise<{ seen: readonly string[]; outcomes: string[]; errors: string[] }> {
  let scope: Scope = { stepsDone: 0, seen: [] };
  const outcomes: string[] = [];
  const errors: string[] = [];
  for (const phase of sequence(...steps)) {
    try {
      const result = await phase(scope, fakeContext());
      const outcome = 'outcome' in result ? result.outcome : result;
      if ('outcome' in result) scope = { ...scope, ...result.observed };
      if (outcome.kind !== 'done') outcomes.push(outcome.reason);
    } catch (error) {
      errors.push((error as Error).message);
    }
  }
  return { seen: scope.seen, outcomes, errors };
}

const see = (name: string): Phase<Scope> => ({ seen }) => ({ outcome: done, observed: { seen: [...seen, name] } });
const fail: Phase<Scope> = () => {
  throw new Error('no');
};

test('steps run in order and see what earlier ones observed', async () => {
  expect(await run(see('a'), () => done, see('b'))).toEqual({ seen: ['a', 'b'], outcomes: [], errors: [] });
});

test('a step that waits ends it, and what it observed stays', async () => {
  expect(await run(see('a'), ({ seen }) => ({ outcome: waitFor('Later'), observed: { seen: [...seen, 'b'] } }), see('c'))).toEqual({ seen: ['a', 'b'], outcomes: ['Later'], errors: [] });
});

test('a step that throws ends it, and what was observed before stays', async () => {
  expect(await run(see('a'), fail, see('c'))).toEqual({ seen: ['a'], outcomes: [], errors: ['no'] });
});

test('failOn turns an observation into the error that ends it', async () => {
  expect(await run(see('a'), failOn(({ seen }) => (seen.includes('a') ? new Error('a was seen') : undefined)), see('c'))).toEqual({ seen: ['a'], outcomes: [], errors: ['a was seen'] });
  expect(await run(failOn(() => undefined), see('c'))).toMatchObject({ seen: ['c'] });
});
