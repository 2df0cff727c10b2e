import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { ManualClock, settled } from '@clusterwright/controller-runtime/manual-clock.fake';
import { ContainerEngineError } from '../../ports/container-engine.ts';
import type { EngineConnection } from './engine-connection.ts';
import { followEvents } from './engine-events.ts';

/** An engine behind a line that can swallow everything, in both directions and without a word. */
class FakeLine {
  readonly clock = new ManualClock();
  readonly streams: PassThrough[] = [];
  readonly told: string[] = [];
  readonly pings: number[] = [];
  readonly stop = new AbortController();
  state: 'answers' | 'refuses' | 'swallows' = 'answers';

  readonly connection: Pick<EngineConnection, 'open' | 'bytes'> = {
    open: async ({ timeoutMs }) => {
      await this.#travel(timeoutMs);
      const stream = new PassThrough();
      this.streams.push(stream);
      // As much of it as the reader uses.
      return stream as unknown as IncomingMessage;
    },
    bytes: async ({ timeoutMs }) => {
      this.pings.push(this.clock.monotonicMs());
      if (this.state === 'refuses') throw new ContainerEngineError('Refused', 'container engine: busy');
      await this.#travel(timeoutMs);
      return Buffer.from('OK');
    },
  };

  async #travel(timeoutMs: number): Promise<void> {
    if (this.state !== 'swallows') return;
    await this.clock.sleep(timeoutMs);
    throw new ContainerEngineError('Timeout', 'did not answer');
  }

  follow(): this {
    const { connection, clock, stop: { signal } } = this;
    void followEvents({ connection, clock, labels: {}, onEvent: ({ action, name }) => this.told.push(`${action} ${name}`.trim()), signal });
    return this;
  }

  async say(action: string, name: string): Promise<void> {
    this.streams.at(-1)?.write(`${JSON.stringify({ Action: action, Actor: { Attributes: { name } } })}\n`);
    await settled();
    await settled();
  }
}

let line: FakeLine;
beforeEach(() => (line = new FakeLine().follow()));
afterEach(() => line.stop.abort());

test('an engine that is lost without a word is noticed within a minute, and told; when it is back, so is the stream', async () => {
  await line.clock.advance(0);
  await line.say('die', 'a');
  line.state = 'swallows';
  await line.clock.advance(39_000);
  expect(line.told).toEqual(['connected', 'die a']);
  await line.clock.advance(1000);
  expect(line.streams[0]?.destroyed).toBe(true);
  await line.clock.advance(31_000);
  expect(line.told).toEqual(['connected', 'die a', 'disconnected']);
  await line.clock.advance(300_000);
  expect(line.told).toEqual(['connected', 'die a', 'disconnected']);
  line.state = 'answers';
  await line.clock.advance(45_000);
  expect(line.told).toEqual(['connected', 'die a', 'disconnected', 'connected']);
});

test('silence is no loss where the engine answers, with whatever; one ping for each half minute of it', async () => {
  await line.clock.advance(65_000);
  line.state = 'refuses';
  await line.clock.advance(60_000);
  expect([line.told, line.streams.length, line.pings]).toEqual([['connected'], 1, [30_000, 60_000, 90_000, 120_000]]);
});

test('nobody is asked while events come', async () => {
  await line.clock.advance(0);
  for (let event = 0; event < 10; event += 1) {
    await line.say('start', 'a');
    await line.clock.advance(20_000);
  }
  expect([line.told.length, line.pings]).toEqual([11, []]);
});

test('a stream that ends and is there again at once is no loss', async () => {
  await line.clock.advance(0);
  line.streams[0]?.end();
  await line.clock.advance(1000);
  expect([line.told, line.streams.length]).toEqual([['connected', 'connected'], 2]);
});

test('nothing goes on after the signal', async () => {
  await line.clock.advance(0);
  line.stop.abort();
  line.streams[0]?.end();
  await line.clock.advance(300_000);
  expect([line.told, line.pings, line.clock.pending]).toEqual([['connected'], [], 0]);
});
