import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressText, engineAddress, machineNetwork } from './engine-address.ts';

const addresses = [
  { name: 'nothing', environment: {}, want: { kind: 'unix', socketPath: '/var/run/docker.sock' } },
  { name: 'empty, as manifests set it', environment: { DOCKER_HOST: '' }, want: { kind: 'unix', socketPath: '/var/run/docker.sock' } },
  { name: 'a socket', environment: { DOCKER_HOST: 'unix:///run/user/1000/docker.sock' }, want: { kind: 'unix', socketPath: '/run/user/1000/docker.sock' } },
  { name: 'our own variable first', environment: { CAPD_DOCKER_HOST: 'unix:///a', DOCKER_HOST: 'unix:///b' }, want: { kind: 'unix', socketPath: '/a' } },
  { name: 'a host', environment: { DOCKER_HOST: 'tcp://engine.test:1234' }, want: { kind: 'tcp', host: 'engine.test', port: 1234, tls: undefined } },
  { name: 'a host without port', environment: { DOCKER_HOST: 'tcp://engine.test' }, want: { kind: 'tcp', host: 'engine.test', port: 2375, tls: undefined } },
  { name: 'an IPv6 address', environment: { DOCKER_HOST: 'tcp://[::1]:2375' }, want: { kind: 'tcp', host: '::1', port: 2375, tls: undefined } },
  { name: 'TLS', environment: { DOCKER_HOST: 'tcp://engine.test', DOCKER_TLS_VERIFY: '1' }, want: { kind: 'tcp', host: 'engine.test', port: 2376, tls: { rejectUnauthorized: true } } },
];
test.each(addresses)('engine address: $name', ({ environment, want }) => {
  expect(engineAddress(environment)).toEqual(want);
});

test.each(['npipe:////./pipe/docker_engine', 'ssh://user@host', 'nonsense'])('engine address: %s cannot be used', (host) => {
  expect(() => engineAddress({ DOCKER_HOST: host })).toThrow(expect.objectContaining({ code: 'Terminal', message: expect.stringContaining(host) }));
});

test('certificates come from DOCKER_CERT_PATH', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cw-certs-'));
  const environment = { DOCKER_HOST: 'tcp://engine.test:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder };
  expect(() => engineAddress(environment)).toThrow(expect.objectContaining({ code: 'Terminal', message: 'DOCKER_CERT_PATH: ca.pem cannot be read' }));
  for (const name of ['ca', 'cert', 'key']) writeFileSync(join(folder, `${name}.pem`), name);
  expect(engineAddress(environment)).toMatchObject({ tls: { ca: Buffer.from('ca'), cert: Buffer.from('cert'), key: Buffer.from('key'), rejectUnauthorized: true } });
  rmSync(folder, { recursive: true });
});

test('the network of machines', () => {
  expect([machineNetwork({}), machineNetwork({ DOCKER_NETWORK: 'b' }), machineNetwork({ CAPD_DOCKER_NETWORK: 'a', DOCKER_NETWORK: 'b' })]).toEqual(['kind', 'b', 'a']);
  expect(addressText(engineAddress({ DOCKER_HOST: 'tcp://engine.test:1' }))).toBe('tcp://engine.test:1');
});
