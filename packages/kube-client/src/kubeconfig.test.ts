import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConnection } from './kubeconfig.ts';

const dir = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
const encode = (text: string): string => Buffer.from(text).toString('base64');

function kubeconfig(user: object, cluster: object = {}): string {
  const file = join(dir, 'kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: 'https://example.com:6443/prefix', 'certificate-authority-data': encode('the CA'), ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}
const file = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};

const users = [
  { name: 'a token', user: { token: 't1' }, want: { token: 't1', ca: 'the CA' } },
  { name: 'a certificate', user: { 'client-certificate-data': encode('cert'), 'client-key-data': encode('key') }, want: { cert: 'cert', key: 'key', token: undefined } },
];
test.each(users)('$name is read from a kubeconfig', async ({ user, want }) => {
  const connection = loadConnection(kubeconfig(user));
  expect(connection.server).toBe('https://example.com:6443/prefix');
  expect(await connection.credentials?.()).toMatchObject(want);
});

test('certificate files are read anew each time: they rotate', async () => {
  const cert = file('tls.crt', 'one');
  const { credentials } = loadConnection(kubeconfig({ 'client-certificate': cert, 'client-key': file('tls.key', 'key') }, { 'certificate-authority-data': undefined, 'certificate-authority': file('ca.crt', 'CA file') }));
  expect(await credentials?.()).toMatchObject({ cert: 'one', key: 'key', ca: 'CA file' });
  file('tls.crt', 'two');
  expect(await credentials?.()).toMatchObject({ cert: 'two' });
});

test('server name and the wish not to verify are passed on', async () => {
  const { credentials } = loadConnection(kubeconfig({ token: 't' }, { 'tls-server-name': 'kubernetes', 'insecure-skip-tls-verify': true, 'certificate-authority-data': undefined }));
  expect(await credentials?.()).toMatchObject({ tlsServerName: 'kubernetes', insecureSkipTlsVerify: true });
});

const refused = [
  { name: 'a file that is not there', path: join(dir, 'missing'), message: /cannot load kubeconfig .*missing/ },
  { name: 'a file that is no kubeconfig', path: file('text', '{ not: [yaml'), message: /cannot load kubeconfig .*text/ },
  { name: 'a server without TLS', path: file('plain', '{"clusters":[{"name":"c","cluster":{"server":"http://localhost:8080"}}],"users":[{"name":"u","user":{}}],"contexts":[{"name":"x","context":{"cluster":"c","user":"u"}}],"current-context":"x"}'), message: /plain: server http:\/\/localhost:8080 would see credentials without TLS/ },
  { name: 'a kubeconfig without a server', path: file('empty', '{"clusters":[],"users":[],"contexts":[],"current-context":""}'), message: /has no cluster for its current context/ },
];
test.each(refused)('$name is an error that names it', ({ path, message }) => {
  expect(() => loadConnection(path)).toThrow(expect.objectContaining({ code: 'Kubeconfig', message: expect.stringMatching(message) as string }) as Error);
});

describe('where no file is named', () => {
  const names = ['KUBECONFIG', 'KUBERNETES_SERVICE_HOST', 'HOME'] as const;
  const before = names.map((name) => process.env[name]);
  beforeEach(() => {
    for (const name of names) Reflect.deleteProperty(process.env, name);
    process.env['HOME'] = mkdtempSync(join(tmpdir(), 'home-'));
  });
  afterEach(() => {
    names.forEach((name, index) => {
      const value = before[index];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    });
  });

  test('nothing else is guessed: what can be given is said', () => {
    expect(() => loadConnection()).toThrow(expect.objectContaining({ code: 'Kubeconfig', message: expect.stringMatching(/^no management cluster is given: pass --kubeconfig=FILE, set KUBECONFIG, or run in a Pod/) as string }) as Error);
  });

  test('KUBECONFIG is read, else the file of the user', () => {
    const home = join(String(process.env['HOME']), '.kube');
    mkdirSync(home);
    copyFileSync(kubeconfig({ token: 't' }, { server: 'https://home:6443' }), join(home, 'config'));
    expect(loadConnection().server).toBe('https://home:6443');
    process.env['KUBECONFIG'] = kubeconfig({ token: 't' });
    expect(loadConnection().server).toBe('https://example.com:6443/prefix');
  });
});
