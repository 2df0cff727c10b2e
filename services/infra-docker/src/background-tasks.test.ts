import { fakeClock } from '@clusterwright/test-env';
import { createBackgroundTasks } from './background-tasks.ts';
import type { TaskStep } from './background-tasks.ts';

const owner = { namespace: 'ns', name: 'm' };

function setUp() {
  const clock = fakeClock();
  const woken: string[] = [];
  const tasks = createBackgroundTasks({ clock, signal: new AbortController().signal });
  tasks.source(({ name }) => void woken.push(name));
  return { clock, woken, tasks };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const step = (description: string, run: TaskStep['run'] = async () => undefined): TaskStep => ({ description, run });

test('a task says where it is, wakes its owner at every step, and is done once', async () => {
  const { tasks, woken } = setUp();
  let runs = 0;
  const steps = [step('Loading a', async () => void (runs += 1)), step('Loading b')];
  expect(tasks.ensure(owner, 'load', steps)).toMatchObject({ kind: 'running', progress: 'Loading a (1 of 2)' });
  await settled();
  expect(tasks.ensure(owner, 'load', steps)).toEqual({ kind: 'done' });
  expect([runs, woken]).toEqual([1, ['m', 'm']]);
});

test('a failed task waits longer with every failure, and says why the try before failed', async () => {
  const { tasks, clock } = setUp();
  let isBroken = true;
  const steps = [step('Pulling x', async () => (isBroken ? Promise.reject(new Error('no route')) : undefined))];
  tasks.ensure(owner, 'pull', steps);
  await settled();
  expect(tasks.ensure(owner, 'pull', steps)).toMatchObject({ kind: 'failed', retryAfterMs: 1000, error: { message: 'no route' } });
  clock.advance(1000);
  expect(tasks.ensure(owner, 'pull', steps)).toMatchObject({ kind: 'running', lastError: { message: 'no route' } });
  await settled();
  expect(tasks.ensure(owner, 'pull', steps)).toMatchObject({ kind: 'failed', retryAfterMs: 2000 });
  isBroken = false;
  clock.advance(2000);
  tasks.ensure(owner, 'pull', steps);
  await settled();
  expect(tasks.ensure(owner, 'pull', steps)).toEqual({ kind: 'done' });
});

test('cancelling ends the work of one object, and wakes nobody', async () => {
  const { tasks, woken } = setUp();
  const signals: AbortSignal[] = [];
  const endless = [step('Waiting', (signal) => new Promise((resolve) => (signals.push(signal), signal.addEventListener('abort', () => resolve()))))];
  tasks.ensure(owner, 'wait', endless);
  tasks.ensure({ namespace: 'ns', name: 'm2' }, 'wait', endless);
  tasks.cancel(owner);
  await settled();
  expect([signals.map(({ aborted }) => aborted), woken]).toEqual([[true, false], []]);
});
