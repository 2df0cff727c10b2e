import { ManualClock } from '@clusterwright/controller-runtime/manual-clock.fake';
import { ContainerEngineError } from '../../ports/container-engine.ts';
import { EngineCreations } from './engine-creations.ts';

/** An engine that takes its time. */
function slowEngine() {
  const clock = new ManualClock();
  const answers: PromiseWithResolvers<unknown>[] = [];
  const json = <Answer>(): Promise<Answer> => {
    const answer = Promise.withResolvers<unknown>();
    answers.push(answer);
    return answer.promise as Promise<Answer>;
  };
  return { clock, answers, creations: new EngineCreations({ connection: { json }, clock, timeouts: { shortMs: 30_000, lifecycleMs: 120_000 } }) };
}

/** How a promise ended, or `pending`. */
function outcome(promise: Promise<unknown>): { now: string } {
  const seen = { now: 'pending' };
  promise.then(() => (seen.now = 'done'), (error: Error) => (seen.now = error.message));
  return seen;
}

test('nobody says anything of a container that the engine is making, until it is made', async () => {
  const { clock, answers, creations } = slowEngine();
  const creation = outcome(creations.create('a', {}));
  await clock.advance(120_000);
  expect(creation.now).toBe('container engine: is still making container a after 120 s');
  const [look, other] = [outcome(creations.settled('a')), outcome(creations.settled('b'))];
  await clock.advance(30_000);
  expect([look.now, other.now]).toEqual(['container engine: is still making container a after 30 s', 'done']);
  const next = outcome(creations.settled('a'));
  answers[0]?.resolve({ Id: 'i' });
  await clock.advance(0);
  expect(next.now).toBe('done');
  expect([clock.pending, answers.length]).toEqual([0, 1]);
});

test('a creation that fails late is over, too', async () => {
  const { clock, answers, creations } = slowEngine();
  const creation = outcome(creations.create('a', {}));
  await clock.advance(120_000);
  answers[0]?.reject(new ContainerEngineError('Unreachable', 'it ended the connection'));
  await clock.advance(0);
  const look = outcome(creations.settled('a'));
  await clock.advance(0);
  expect([creation.now, look.now]).toEqual(['container engine: is still making container a after 120 s', 'done']);
});

test('a refusal is told to who asked', async () => {
  const { clock, answers, creations } = slowEngine();
  const creation = outcome(creations.create('a', {}));
  answers[0]?.reject(new ContainerEngineError('NoSpace', 'no space left on device'));
  await clock.advance(0);
  expect([creation.now, clock.pending]).toEqual(['no space left on device', 0]);
});

test('a caller that gives up ends its waiting, and not the creation', async () => {
  const { clock, answers, creations } = slowEngine();
  const caller = new AbortController();
  const creation = outcome(creations.create('a', {}, caller.signal));
  caller.abort(new Error('shutting down'));
  await clock.advance(0);
  const look = outcome(creations.settled('a'));
  await clock.advance(1000);
  expect([creation.now, look.now]).toEqual(['shutting down', 'pending']);
  answers[0]?.resolve({});
  await clock.advance(0);
  expect(look.now).toBe('done');
});

test('a caller that has given up before asks for nothing', async () => {
  const { clock, answers, creations } = slowEngine();
  const creation = outcome(creations.create('a', {}, AbortSignal.abort(new Error('shutting down'))));
  await clock.advance(0);
  expect([creation.now, answers.length]).toEqual(['shutting down', 0]);
});
