import type { Credentials } from './connection.ts';
import { CredentialsSource } from './credentials-source.ts';

const server = 'https://example.com';

function source(answers: (() => Promise<Credentials>)[]) {
  let now = 0;
  let asked = 0;
  const credentials = (): Promise<Credentials> => (answers[Math.min(asked++, answers.length - 1)] ?? (() => Promise.reject(new Error('no answer'))))();
  return { source: new CredentialsSource({ server, credentials }, () => now), asked: () => asked, advance: (ms: number) => void (now += ms) };
}
const token = (value: string) => () => Promise.resolve({ token: value });

test('without a provider the connection itself holds the credentials', async () => {
  const config = { server, token: 'fixed' };
  const fixed = new CredentialsSource(config);
  expect(await fixed.current()).toBe(config);
  expect(await fixed.renew(config)).toBe(false);
});

test('callers at the same time share one question, and its answer serves for 30 seconds', async () => {
  const { source: rotating, asked, advance } = source([token('a'), token('b')]);
  const first = await Promise.all([rotating.current(), rotating.current(), rotating.current()]);
  advance(30_000);
  expect([...first, await rotating.current()].map((each) => each.token)).toEqual(['a', 'a', 'a', 'a']);
  expect(asked()).toBe(1);
  advance(1);
  expect((await rotating.current()).token).toBe('b');
});

test('a provider that fails later leaves the last credentials in use', async () => {
  const { source: rotating, asked, advance } = source([token('a'), () => Promise.reject(new Error('plugin failed')), token('c')]);
  await rotating.current();
  advance(31_000);
  expect((await rotating.current()).token).toBe('a');
  expect(asked()).toBe(2);
  advance(31_000);
  expect((await rotating.current()).token).toBe('c');
});

test('a provider that fails at first is an error, and is asked again', async () => {
  const { source: rotating } = source([() => Promise.reject(new Error('plugin failed')), token('b')]);
  await expect(rotating.current()).rejects.toThrow('plugin failed');
  expect((await rotating.current()).token).toBe('b');
});

const renewals = [
  { name: 'others', why: 'another try makes sense', next: token('b'), want: true },
  { name: 'the same', why: 'the refusal would be the same', next: token('a'), want: false },
];
test.each(renewals)('after a refusal the provider is asked at once; $name: $want ($why)', async ({ next, want }) => {
  const { source: rotating, asked } = source([token('a'), next]);
  const refused = await rotating.current();
  expect(await rotating.renew(refused)).toBe(want);
  expect(asked()).toBe(2);
});

test('a refusal of credentials that were replaced meanwhile asks nobody', async () => {
  const { source: rotating, asked, advance } = source([token('a'), token('b')]);
  const old = await rotating.current();
  advance(31_000);
  await rotating.current();
  expect(await rotating.renew(old)).toBe(true);
  expect(asked()).toBe(2);
});
