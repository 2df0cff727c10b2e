import type { Duplex } from 'node:stream';
import { duplexPair } from 'node:stream';
import type { ObjectKey } from '@clusterwright/api';
import type { Secret } from '@clusterwright/api/kubernetes';
import type { KubeClient } from '@clusterwright/kube-client';
import { generateCertificateAuthority, signCertificate, type SigningPair } from '@clusterwright/provider-kit/certificates/signing';
import type { EtcdTarget } from '../../ports/etcd-client.ts';
import { createEtcdConnector } from './etcd-connector.ts';
import { FakeEtcdServer } from './etcd-server.fake.ts';

const now = new Date();
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const secretOf = (name: string, pair: { cert: string; key?: string | undefined }): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'ns' },
  data: { 'tls.crt': base64(pair.cert), ...(pair.key ? { 'tls.key': base64(pair.key) } : {}) },
});

let authority: SigningPair;
let serving: SigningPair;
beforeAll(async () => {
  authority = await generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' });
  serving = await signCertificate(authority, { now, commonName: 'etcd-0', usages: ['serverAuth', 'clientAuth'], dnsNames: ['localhost'], algorithm: 'ECDSA-P256' });
});

const members = [
  { ID: 2n, name: 'n2', isLearner: false },
  { ID: 18_446_744_073_709_551_615n, name: 'n1', isLearner: true },
];

/** A workload cluster in which Pods answer as given. */
function aWorld({ pods = {}, secrets = [secretOf('c-etcd', authority)], callTimeoutMs = 2000, dialTimeoutMs = 2000 } = {}) {
  const reads: string[] = [];
  const forwarded: string[] = [];
  const connector = createEtcdConnector({
    now: () => now,
    callTimeoutMs,
    dialTimeoutMs,
    readSecret: async ({ name }) => {
      reads.push(name);
      return secrets.find(({ metadata }) => metadata.name === name);
    },
  });
  const workloadClient = {
    async portForward({ namespace, name }: ObjectKey, port: number) {
      forwarded.push(`${namespace}/${name}:${port}`);
      const open = (pods as Readonly<Record<string, (() => Duplex) | undefined>>)[name];
      if (!open) throw new Error(`pods "${name}" not found`);
      return open();
    },
  } as unknown as KubeClient; // nothing else is used
  const target: EtcdTarget = { cluster: { namespace: 'ns', name: 'c' }, clusterUID: 'u', workloadClient, keyAlgorithm: 'ECDSA-P256' };
  const connect = (...nodeNames: string[]) => connector.connect(target, nodeNames, new AbortController().signal);
  return { connect, reads, forwarded };
}

const aServer = () => new FakeEtcdServer({ authority, serving, members, leader: 2n });

test('reaches etcd through its Pod, with a certificate of the cluster’s own authority', async () => {
  const server = aServer();
  const { connect, forwarded } = aWorld({ pods: { 'etcd-n1': () => server.connect() } });
  const client = await connect('n1');
  expect(forwarded).toEqual(['kube-system/etcd-n1:2379']);
  expect(server.clients).toEqual(['cluster-api.x-k8s.io']);
  expect(server.names.slice(0, 2)).toEqual(['etcd-n1', 'etcd-n1']);
  expect(client.leaderID).toBe(2n);
  expect(await client.members()).toEqual([{ id: 2n, name: 'n2', isLearner: false }, { id: 18_446_744_073_709_551_615n, name: 'n1', isLearner: true }]);
  expect(await client.alarms()).toEqual([{ memberID: 2n, type: 'NOSPACE' }]);
  await client.removeMember(18_446_744_073_709_551_615n);
  await client.moveLeader(2n);
  expect(server.calls.filter((call) => !call.startsWith('/'))).toEqual(['remove 18446744073709551615', 'move 2']);
  client.close();
  await expect(client.members()).rejects.toMatchObject({ code: 'Etcd', failure: 'Connect' });
});

test('asks the next Node where one does not answer', async () => {
  const server = aServer();
  const { connect, forwarded } = aWorld({ pods: { 'etcd-n2': () => server.connect() } });
  (await connect('n1', 'n2')).close();
  expect(forwarded).toEqual(['kube-system/etcd-n1:2379', 'kube-system/etcd-n2:2379']);
});

test('names every failure where no Node answers', async () => {
  const { connect } = aWorld();
  await expect(connect('n1', 'n2')).rejects.toMatchObject({ code: 'Etcd', failure: 'Connect', message: '[pods "etcd-n1" not found, pods "etcd-n2" not found]' });
  await expect(connect('n1')).rejects.toMatchObject({ message: 'pods "etcd-n1" not found' });
  await expect(connect()).rejects.toMatchObject({ failure: 'Connect', message: 'there is no Node to connect to' });
});

test('does not talk to a server of another authority', async () => {
  const stranger = await generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' });
  const fake = await signCertificate(stranger, { now, commonName: 'etcd', usages: ['serverAuth'], algorithm: 'ECDSA-P256' });
  const server = new FakeEtcdServer({ authority, serving: fake, members, leader: 2n });
  const { connect } = aWorld({ pods: { 'etcd-n1': () => server.connect() } });
  await expect(connect('n1')).rejects.toMatchObject({ code: 'Etcd', failure: 'Connect' });
  expect(server.calls).toEqual([]);
});

const failures = [
  { name: 'a refusal', why: 'etcd says why, percent-encoded', how: { kind: 'refuse', status: '14', message: 'etcdserver: no%20leader' }, want: { failure: 'Refused', message: 'etcdserver: no leader' } },
  { name: 'a deadline of etcd itself', why: 'the same as ours', how: { kind: 'refuse', status: '4', message: 'x' }, want: { failure: 'Deadline', message: 'context deadline exceeded' } },
  { name: 'silence', why: 'no call waits for ever', how: { kind: 'silence' }, want: { failure: 'Deadline', message: 'context deadline exceeded' } },
  { name: 'garbage', why: 'half a frame is no message', how: { kind: 'garbage' }, want: { failure: 'Protocol', message: 'answer is not one uncompressed message' } },
  { name: 'a proxy in between', why: 'it speaks HTTP but not gRPC', how: { kind: 'noTrailers' }, want: { failure: 'Protocol', message: 'answer has no gRPC status (HTTP status 503)' } },
] as const;
test.each(failures)('a call fails by $name → $want.failure ($why)', async ({ how, want }) => {
  const server = aServer();
  const { connect } = aWorld({ pods: { 'etcd-n1': () => server.connect() }, callTimeoutMs: 200 });
  const client = await connect('n1');
  server.misbehaveNext('/etcdserverpb.Cluster/MemberList', how);
  await expect(client.members()).rejects.toMatchObject({ code: 'Etcd', ...want });
  expect(await client.members()).toHaveLength(2);
  client.close();
});

test('a Pod that accepts and then says nothing costs the dial timeout', async () => {
  const { connect } = aWorld({ pods: { 'etcd-n1': () => duplexPair()[0] }, dialTimeoutMs: 100 });
  await expect(connect('n1')).rejects.toMatchObject({ failure: 'Connect', message: 'TLS handshake timed out' });
});

test('a Pod that hangs up fails at once', async () => {
  const hangUp = (): Duplex => {
    const [client, server] = duplexPair();
    server.destroy();
    client.destroy();
    return client;
  };
  const { connect } = aWorld({ pods: { 'etcd-n1': hangUp } });
  await expect(connect('n1')).rejects.toMatchObject({ code: 'Etcd', failure: 'Connect' });
});

test('the client certificate is signed once a day, not once a pass', async () => {
  const server = aServer();
  const { connect, reads } = aWorld({ pods: { 'etcd-n1': () => server.connect() } });
  for (let pass = 0; pass < 3; pass += 1) (await connect('n1')).close();
  expect(reads).toEqual(['c-etcd', 'c-etcd', 'c-etcd']);
  expect(server.serials).toHaveLength(3);
  expect(new Set(server.serials).size).toBe(1);
});

test('without the authority’s key the API server’s own credentials are used', async () => {
  const server = aServer();
  const theirs = await signCertificate(authority, { now, commonName: 'apiserver-etcd-client', usages: ['clientAuth'], algorithm: 'ECDSA-P256' });
  const secrets = [secretOf('c-etcd', { cert: authority.cert }), secretOf('c-apiserver-etcd-client', theirs)];
  const { connect } = aWorld({ pods: { 'etcd-n1': () => server.connect() }, secrets });
  (await connect('n1')).close();
  expect(server.clients).toEqual(['apiserver-etcd-client']);
});

const credentialFailures = [
  { name: 'no Secret', why: 'somebody deleted it', secrets: () => [], want: 'Secret ns/c-etcd does not exist' },
  { name: 'no key and no user credentials', why: 'nothing to sign with', secrets: () => [secretOf('c-etcd', { cert: authority.cert })], want: 'Secret ns/c-apiserver-etcd-client does not exist' },
  { name: 'user credentials without key', why: 'a certificate alone proves nothing', secrets: () => [secretOf('c-etcd', { cert: authority.cert }), secretOf('c-apiserver-etcd-client', { cert: 'x' })], want: 'key tls.key is missing in Secret ns/c-apiserver-etcd-client' },
];
test.each(credentialFailures)('credentials: $name → $want ($why)', async ({ secrets, want }) => {
  const { connect } = aWorld({ secrets: secrets() });
  await expect(connect('n1')).rejects.toMatchObject({ code: 'Etcd', failure: 'Credentials', message: want });
});
