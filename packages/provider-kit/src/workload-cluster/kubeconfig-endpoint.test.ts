import { dump } from 'js-yaml';
import { parseKubeconfig } from './kubeconfig-endpoint.ts';
import type { WorkloadClusterError } from './workload-cluster-error.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function kubeconfig(change: { cluster?: object; user?: object; top?: object } = {}): string {
  return dump({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'admin@c1',
    clusters: [{ name: 'other', cluster: { server: 'https://wrong:1' } }, { name: 'c1', cluster: { server: 'https://10.0.0.1:6443', 'certificate-authority-data': base64('CA'), ...change.cluster } }],
    contexts: [{ name: 'admin@c1', context: { cluster: 'c1', user: 'admin' } }],
    users: [{ name: 'admin', user: { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY'), ...change.user } }],
    ...change.top,
  });
}

test('reads certificates of the current context as PEM text', () => {
  expect(parseKubeconfig(kubeconfig())).toEqual({ server: 'https://10.0.0.1:6443', ca: 'CA', cert: 'CERT', key: 'KEY', token: undefined, tlsServerName: undefined, insecureSkipTlsVerify: undefined });
});

test('reads token and TLS fields', () => {
  const text = kubeconfig({ cluster: { 'tls-server-name': 'kubernetes', 'insecure-skip-tls-verify': true }, user: { token: 'abc' } });
  expect(parseKubeconfig(text)).toMatchObject({ token: 'abc', tlsServerName: 'kubernetes', insecureSkipTlsVerify: true });
});

const refused = [
  { name: 'exec', why: 'would run a program in our Pod', text: kubeconfig({ user: { exec: { command: 'aws' } } }), message: /uses exec/ },
  { name: 'auth-provider', why: 'would run a plugin', text: kubeconfig({ user: { 'auth-provider': { name: 'oidc' } } }), message: /uses auth-provider/ },
  { name: 'token file', why: 'would read a file of our Pod and send it away', text: kubeconfig({ user: { tokenFile: '/var/run/secrets/token' } }), message: /uses tokenFile/ },
  { name: 'proxy', why: 'is not honoured, so must not be ignored silently', text: kubeconfig({ cluster: { 'proxy-url': 'http://proxy' } }), message: /uses proxy-url/ },
  { name: 'no server', why: 'nothing to connect to', text: kubeconfig({ cluster: { server: '' } }), message: /no server/ },
  { name: 'unknown context', why: 'points nowhere', text: kubeconfig({ top: { 'current-context': 'gone' } }), message: /no entry "gone" in contexts/ },
  { name: 'no current context', why: 'nothing to choose', text: kubeconfig({ top: { 'current-context': '' } }), message: /no current-context/ },
  { name: 'a list', why: 'is no kubeconfig', text: '- a', message: /no map/ },
  { name: 'broken YAML', why: 'cannot be read', text: 'a: [', message: /no YAML/ },
];

test.each(refused)('refuses a kubeconfig with $name, because it $why', ({ text, message }) => {
  const attempt = () => parseKubeconfig(text);
  expect(attempt).toThrow(message);
  expect(attempt).toThrow(expect.objectContaining({ code: 'WorkloadCluster', failure: 'InvalidKubeconfig' }) as WorkloadClusterError);
});

test('never quotes credentials when the text cannot be read', () => {
  expect(() => parseKubeconfig('token: "s3cr3t\n  x: [')).toThrow(expect.objectContaining({ message: expect.not.stringContaining('s3cr3t') as string }) as Error);
});
