import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@clusterwright/test-env';
import { createKubeClient } from './create-client.ts';
import type { KubeClient } from './client.ts';
import type { ConnectionConfig } from './connection.ts';
import { json, startLocalServer } from './local-server.fixtures.ts';
import type { Answer, LocalServer } from './local-server.fixtures.ts';

const pods = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true };
const key = { namespace: 'ns', name: 'p' };
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...key, resourceVersion: '1' } };
const added = `${JSON.stringify({ type: 'ADDED', object: pod })}\n`;

let server: LocalServer;
let client: KubeClient;

async function start(protocol: 'h2' | 'h1' | 'plain', answer: Answer, config: Partial<ConnectionConfig> = {}): Promise<void> {
  server = await startLocalServer(protocol, answer);
  client = createKubeClient({ server: server.url, ca: server.ca, ...config });
}

afterEach(async () => {
  await client.close();
  await server.close();
});

type Response = Parameters<Answer>[1];
// The two response classes have the same methods; their union is not callable.
const write = (response: Response, text: string): boolean => (response as { write(text: string): boolean }).write(text);
const end = (response: Response, text: string): unknown => (response as { end(text: string): unknown }).end(text);

/** Answers watches with one event and keeps them open; everything else with a Pod. */
const watchesStayOpen: Answer = (request, response) => {
  if (!request.url?.includes('watch=true')) return json(response, pod);
  write(response, added);
};

/** Opens a watch, waits for its first event, and returns how it will end. */
async function openWatch(signal?: AbortSignal): Promise<{ readonly end: Promise<unknown> }> {
  const watch = client.watch(pods, { signal })[Symbol.asyncIterator]();
  expect((await watch.next()).value).toMatchObject({ type: 'ADDED' });
  const ended = watch.next().then(
    () => 'ended',
    (error: unknown) => error,
  );
  return { end: ended };
}

const protocols = [
  { protocol: 'h2', atMost: 1, why: 'streams share it' },
  { protocol: 'h1', atMost: 15, why: 'every watch occupies one' },
  { protocol: 'plain', atMost: 15, why: 'every watch occupies one' },
] as const;
test.each(protocols)('twelve watches leave room for requests on $protocol, over at most $atMost connections ($why)', async ({ protocol, atMost }) => {
  await start(protocol, watchesStayOpen);
  await Promise.all(Array.from({ length: 12 }, () => openWatch()));
  for (let i = 0; i < 3; i += 1) expect(await client.get(pods, key)).toEqual(pod);
  expect(server.connections()).toBeLessThanOrEqual(atMost);
});

test.each(['h2', 'h1'] as const)('close ends open watches and running requests of %s at once, and refuses new ones', async (protocol) => {
  await start(protocol, (request, response) => (request.url?.includes('watch=true') ? watchesStayOpen(request, response) : undefined));
  const watch = await openWatch();
  const running = client.get(pods, key).catch((error: unknown) => error);
  await eventually(() => expect(server.requests).toHaveLength(2));
  await client.close();
  expect(await watch.end).toMatchObject({ code: 'Transport' });
  expect(await running).toMatchObject({ code: 'Transport', message: expect.stringContaining('client is closed') });
  await expect(client.get(pods, key)).rejects.toMatchObject({ code: 'Transport' });
});

test('a server that says goodbye (GOAWAY) finishes what it has begun, and the next request uses a new connection', async () => {
  const finish: (() => void)[] = [];
  await start('h2', (_request, response) => void finish.push(() => json(response, pod)));
  const first = client.get(pods, key);
  await eventually(() => expect(finish).toHaveLength(1));
  for (const session of server.sessions) session.goaway(0);
  await sleep(50);
  const second = client.get(pods, key);
  await eventually(() => expect(finish).toHaveLength(2));
  for (const done of finish) done();
  expect(await Promise.all([first, second])).toEqual([pod, pod]);
  expect(server.connections()).toBe(2);
});

describe.each(['h2', 'h1'] as const)('a connection of %s that breaks under a request', (protocol) => {
  const breakOnce = (): Answer => {
    let broken = 0;
    return (request, response) => {
      if ((broken += 1) === 1) request.socket.destroy();
      else json(response, pod);
    };
  };

  test('is not seen by a read: it is sent again', async () => {
    await start(protocol, breakOnce());
    expect(await client.get(pods, key)).toEqual(pod);
    expect(server.requests).toHaveLength(2);
  });

  test('fails a write, which may have been carried out', async () => {
    await start(protocol, breakOnce());
    await expect(client.create(pods, pod)).rejects.toMatchObject({ code: 'Transport' });
    expect(server.requests).toEqual(['POST /api/v1/namespaces/ns/pods?fieldManager=manager']);
  });
});

test('nobody listening is a TransportError that names the server and the path', async () => {
  await start('h1', watchesStayOpen);
  await server.close();
  await expect(client.get(pods, key)).rejects.toMatchObject({ code: 'Transport', message: expect.stringMatching(/^GET 127\.0\.0\.1:\d+\/api\/v1\/namespaces\/ns\/pods\/p: .*ECONNREFUSED/) });
});

test('an unknown authority is a TransportError, not an answer', async () => {
  await start('h2', watchesStayOpen);
  const stranger = createKubeClient({ server: server.url });
  await expect(stranger.get(pods, key)).rejects.toMatchObject({ code: 'Transport', message: expect.stringContaining('certificate') });
  await stranger.close();
});

test('what asks to come back later is tried again, every try is counted', async () => {
  const codes: string[] = [];
  let refused = 0;
  const answer: Answer = (_request, response) => ((refused += 1) <= 2 ? json(response, { kind: 'Status', code: 429, message: 'slow down' }, 429, { 'retry-after': '0' }) : json(response, pod));
  await start('h2', answer, { onRequest: ({ code, method }) => void codes.push(`${method} ${code}`) });
  expect(await client.get(pods, key)).toEqual(pod);
  expect(codes).toEqual(['GET 429', 'GET 429', 'GET 200']);
});

test('a token that is refused is asked for anew, once', async () => {
  let token = 0;
  const answer: Answer = (request, response) => (request.headers.authorization === 'Bearer t2' ? json(response, pod) : json(response, { kind: 'Status', code: 401, reason: 'Unauthorized' }, 401));
  await start('h2', answer, { ca: undefined, credentials: async () => ({ ca: server.ca, token: `t${(token += 1)}` }) });
  expect(await client.get(pods, key)).toEqual(pod);
  expect(server.requests).toHaveLength(2);
  expect(server.connections()).toBe(1);
});

test('credentials that rotate get new connections, and watches on the old one go on', async () => {
  let cert: string | undefined;
  let refuse = false;
  const answer: Answer = (request, response) => (refuse ? ((refuse = false), json(response, {}, 401)) : watchesStayOpen(request, response));
  await start('h2', answer, { ca: undefined, credentials: async () => ({ ca: cert ? `${server.ca}\n${server.ca}` : server.ca, token: cert }) });
  const watch = await openWatch();
  [cert, refuse] = ['renewed', true];
  expect(await client.get(pods, key)).toEqual(pod);
  expect(server.connections()).toBe(2);
  expect(await Promise.race([watch.end, sleep(50, 'open')])).toBe('open');
  await client.close();
  expect(await watch.end).toMatchObject({ code: 'Transport' });
});

test.each(['h2', 'h1'] as const)('an answer of %s that does not come ends after the time budget; other requests are not held up', async (protocol) => {
  await start(protocol, (request, response) => (request.url?.endsWith('/slow') ? undefined : json(response, pod)), { timeoutMs: 500 });
  await expect(client.get(pods, { ...key, name: 'slow' })).rejects.toMatchObject({ code: 'Transport' });
  expect(await client.get(pods, key)).toEqual(pod);
});

test('an answer that stops in the middle ends after the time budget', async () => {
  const half: Answer = (_request, response) => void write(response, '{"kind":');
  await start('h2', half, { timeoutMs: 500 });
  await expect(client.get(pods, key)).rejects.toMatchObject({ code: 'Transport' });
});

const malformed = [
  { name: 'HTML', body: '<html></html>', message: 'answer was cut off or is no JSON object' },
  { name: 'null', body: 'null', message: 'answer was cut off or is no JSON object' },
  { name: 'half an object', body: '{"kind":"Pod"', message: 'answer was cut off or is no JSON object' },
];
test.each(malformed)('$name with status 200 is a TransportError', async ({ body, message }) => {
  await start('h1', (_request, response) => void end(response, body));
  await expect(client.get(pods, key)).rejects.toMatchObject({ code: 'Transport', message: expect.stringContaining(message) });
  await expect(client.list(pods)).rejects.toMatchObject({ code: 'Transport' });
});

test('a list without a resourceVersion is no list: nobody may conclude that there are no objects', async () => {
  await start('h1', (_request, response) => json(response, {}));
  await expect(client.list(pods)).rejects.toMatchObject({ code: 'Transport', message: 'GET /api/v1/pods: answer is no list' });
});

test('raw returns any answer as it came', async () => {
  await start('h1', (_request, response) => json(response, { reason: 'gone fishing' }, 404));
  expect(await client.raw('GET', '/healthz')).toEqual({ status: 404, body: '{"reason":"gone fishing"}' });
});

test('finished requests leave no listeners on a signal that lives long', async () => {
  await start('h2', watchesStayOpen, { qps: 1000, burst: 5 });
  const life = new AbortController();
  await Promise.all(Array.from({ length: 50 }, () => client.get(pods, key, { signal: life.signal })));
  const watch = await openWatch(life.signal);
  expect(getEventListeners(life.signal, 'abort').length).toBeGreaterThan(0);
  life.abort(new Error('stop'));
  expect(await watch.end).toBe('ended');
  await eventually(() => expect(getEventListeners(life.signal, 'abort')).toHaveLength(0));
});

test('who waits for its turn under the rate limit can be called off', async () => {
  await start('h2', watchesStayOpen, { qps: 0.01, burst: 1 });
  await client.get(pods, key);
  const stop = new AbortController();
  const waiting = client.get(pods, key, { signal: stop.signal });
  stop.abort(new Error('process ends'));
  await expect(waiting).rejects.toMatchObject({ code: 'Transport', message: expect.stringContaining('process ends') });
  expect(server.requests).toHaveLength(1);
});

describe('a watch', () => {
  test('that is left is closed on the server', async () => {
    let closed = false;
    await start('h2', (request, response) => {
      watchesStayOpen(request, response);
      response.on('close', () => (closed = true));
    });
    for await (const event of client.watch(pods)) {
      expect(event.type).toBe('ADDED');
      break;
    }
    await eventually(() => expect(closed).toBe(true));
  });

  test('that breaks is a TransportError after the events that came', async () => {
    await start('h2', watchesStayOpen);
    const watch = await openWatch();
    for (const socket of server.sockets) socket.destroy();
    expect(await watch.end).toMatchObject({ code: 'Transport', message: expect.stringContaining('watch of pods broke') });
  });

  test('whose version is too old is an ApiError, though the status was 200', async () => {
    await start('h2', (_request, response) => void end(response, `${added}{"type":"ERROR","object":{"code":410,"reason":"Expired"}}\n`));
    const watch = await openWatch();
    expect(await watch.end).toMatchObject({ status: 410, reason: 'Expired' });
  });

  test('that talks nonsense is a TransportError', async () => {
    await start('h2', (_request, response) => void end(response, `${added}<html>\n`));
    const watch = await openWatch();
    expect(await watch.end).toMatchObject({ code: 'Transport' });
  });

  test('that is refused is an ApiError', async () => {
    await start('h2', (_request, response) => json(response, { kind: 'Status', code: 403, reason: 'Forbidden', message: 'no' }, 403));
    const watch = client.watch(pods)[Symbol.asyncIterator]();
    await expect(watch.next()).rejects.toMatchObject({ status: 403, reason: 'Forbidden', message: 'no' });
  });
});
