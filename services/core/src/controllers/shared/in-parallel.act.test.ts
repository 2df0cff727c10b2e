import { inParallel } from './in-parallel.act.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('results come in the order of the items, never more than ten at a time', async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel(Array.from({ length: 35 }, (_, index) => index), async (index) => {
    most = Math.max(most, ++running);
    for (let turns = 0; turns < index % 3; turns++) await turn();
    running--;
    return index * 2;
  });
  expect(results).toEqual(Array.from({ length: 35 }, (_, index) => index * 2));
  expect(most).toBe(10);
});

test('after a failure nothing further starts, what runs is awaited, and all errors are told', async () => {
  const started: number[] = [];
  const finished: number[] = [];
  const all = inParallel(Array.from({ length: 30 }, (_, index) => index), async (index) => {
    started.push(index);
    await turn();
    if (index === 2 || index === 3) throw new Error(`no ${String(index)}`);
    finished.push(index);
  });
  await expect(all).rejects.toThrow('no 2; no 3');
  expect(finished).toEqual(started.filter((index) => index !== 2 && index !== 3));
  expect(started.length).toBeLessThan(30);
});

test('a single error is passed as it is, and nothing to do is nothing done', async () => {
  const error = new RangeError('one');
  await expect(inParallel([1], () => Promise.reject(error))).rejects.toBe(error);
  expect(await inParallel([], () => Promise.reject(error))).toEqual([]);
});
