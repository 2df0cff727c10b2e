import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@clusterwright/controller-runtime/manual-clock.fake';
import { fakeLogger } from '@clusterwright/test-env';
import { UpdateMachine } from '../hooks.ts';
import { aCertificate, anAuthority, startHttpsExtension } from '../https-extension.fixtures.ts';
import type { HttpsExtension } from '../https-extension.fixtures.ts';
import { clientCertificateFromFiles } from './client-certificate.ts';
import { httpsTransport } from './https-transport.ts';

let extension: HttpsExtension;
beforeEach(async () => void (extension = await startHttpsExtension()));
afterEach(() => extension.close());

const options = { timeoutMs: 5000, signal: new AbortController().signal };
const callTo = ({ url, caBundle }: Pick<HttpsExtension, 'url' | 'caBundle'>) => ({ endpoint: { url, caBundle }, hook: UpdateMachine, handler: 'h', request: { settings: { a: 'ü' } } });

test('posts the request to the path of the handler and gives back what was answered', async () => {
  extension.answer = () => ({ body: { Status: 'Success' } });
  expect(await httpsTransport().call(callTo(extension), options)).toEqual({ code: '200', body: { Status: 'Success' } });
  expect(extension.calls).toEqual([{ url: '/ext/hooks.runtime.cluster.x-k8s.io/v1alpha1/updatemachine/h?timeout=5s', body: { settings: { a: 'ü' } }, client: undefined }]);
});

test('an extension that nobody vouches for is not talked to', async () => {
  const other = Buffer.from((await anAuthority('somebody else')).cert).toString('base64');
  for (const caBundle of [other, Buffer.from('nonsense').toString('base64')]) await expect(httpsTransport().call(callTo({ ...extension, caBundle }), options)).rejects.toMatchObject({ code: 'ExtensionCall', answer: undefined });
  expect(extension.calls).toEqual([]);
});

test('a certificate for another host is not believed', async () => {
  const elsewhere = await startHttpsExtension({ host: 'elsewhere.example.org' });
  await expect(httpsTransport().call(callTo(elsewhere), options)).rejects.toMatchObject({ code: 'ExtensionCall', message: expect.stringContaining('localhost') as string });
  expect(elsewhere.calls).toEqual([]);
  await elsewhere.close();
});

const bad = [
  { name: 'a failure', answer: { code: 500, body: 'x'.repeat(600) }, want: { answer: '500', message: `got response with status code 500 != 200: response : "${'x'.repeat(512)}..."` } },
  { name: 'a redirect', answer: { code: 307, headers: { location: 'https://169.254.169.254/' }, body: 'elsewhere' }, want: { answer: '307', message: 'got response with status code 307 != 200: response : "elsewhere"' } },
  { name: 'no JSON', answer: { body: 'hello' }, want: { answer: '200', message: expect.stringMatching(/^failed to decode response: /) as string } },
  { name: 'more than anybody needs', answer: { body: ' '.repeat(21 * 1024 * 1024) }, want: { answer: '200', message: 'got response with status code 200: its body is larger than 20971520 bytes' } },
];
test.each(bad)('$name is no answer', async ({ answer, want }) => {
  extension.answer = () => answer;
  await expect(httpsTransport().call(callTo(extension), options)).rejects.toMatchObject({ code: 'ExtensionCall', ...want });
  expect(extension.calls).toHaveLength(1);
});

test('an extension that does not answer in time is given up', async () => {
  extension.answer = () => new Promise(() => undefined);
  await expect(httpsTransport().call(callTo(extension), { ...options, timeoutMs: 100 })).rejects.toMatchObject({ code: 'ExtensionCall', message: 'http request timeout expired' });
});

test('a call ends with the pass that makes it', async () => {
  const stop = new AbortController();
  extension.answer = () => (stop.abort(), new Promise(() => undefined));
  await expect(httpsTransport().call(callTo(extension), { ...options, signal: stop.signal })).rejects.toMatchObject({ code: 'ExtensionCall' });
});

test('nothing listens', async () => {
  await extension.close();
  await expect(httpsTransport().call(callTo(extension), options)).rejects.toMatchObject({ code: 'ExtensionCall', message: expect.stringContaining('ECONNREFUSED') as string });
});

test('an extension that was restarted is reached over a new connection', async () => {
  const transport = httpsTransport();
  await transport.call(callTo(extension), options);
  extension.dropConnections();
  expect(await transport.call(callTo(extension), options)).toMatchObject({ code: '200' });
});

test('shows its certificate, and the renewed one as soon as it is there; a broken one is not used', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'client-certificate-'));
  const [certFile, keyFile] = [join(dir, 'tls.crt'), join(dir, 'tls.key')];
  const put = async (name: string): Promise<void> => {
    const { cert, key } = await aCertificate(await anAuthority('clients'), name);
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
  };
  const [clock, log] = [new ManualClock(), fakeLogger()];
  const call = async (): Promise<string | undefined> => {
    await transport.call(callTo(extension), options);
    return extension.calls.at(-1)?.client;
  };
  await put('first');
  const transport = httpsTransport({ certificate: clientCertificateFromFiles({ certFile, keyFile, clock, log }) });
  expect(await call()).toBe('first');
  await put('second');
  expect(await call()).toBe('first');
  await clock.advance(10_000);
  expect(await call()).toBe('second');
  writeFileSync(keyFile, 'half a ke');
  await clock.advance(10_000);
  expect(await call()).toBe('second');
  expect(log.lines.map(({ level }) => level)).toEqual(['info', 'error']);
  expect(() => clientCertificateFromFiles({ certFile, keyFile, clock, log })).toThrow();
  rmSync(dir, { recursive: true });
});
