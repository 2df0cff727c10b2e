/** The connector against a real etcd with client certificate authentication; only the port-forward is a plain socket here. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect as connectSocket, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateCertificateAuthority, signCertificate } from '@clusterwright/provider-kit/certificates/signing';
import type { KubeClient } from '@clusterwright/kube-client';
import { eventually, findBinaries } from '@clusterwright/test-env';
import { createEtcdConnector } from './etcd-connector.ts';

let directory: string;
let etcd: ChildProcess;
let port: number;
let authority: { cert: string; key: string };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo; // listening on TCP
  await new Promise((resolve) => server.close(resolve));
  return free;
}

beforeAll(async () => {
  const now = new Date();
  directory = mkdtempSync(join(tmpdir(), 'etcd-'));
  authority = await generateCertificateAuthority({ now });
  const serving = await signCertificate(authority, { now, commonName: 'n1', usages: ['serverAuth', 'clientAuth'], dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] });
  const file = (name: string, content: string): string => {
    writeFileSync(join(directory, name), content);
    return join(directory, name);
  };
  const [ca, cert, key] = [file('ca.crt', authority.cert), file('server.crt', serving.cert), file('server.key', serving.key)];
  port = await freePort();
  const peer = await freePort();
  const urls = [`--listen-client-urls=https://127.0.0.1:${port}`, `--advertise-client-urls=https://127.0.0.1:${port}`, `--listen-peer-urls=http://127.0.0.1:${peer}`, `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`];
  const tls = [`--cert-file=${cert}`, `--key-file=${key}`, `--trusted-ca-file=${ca}`, '--client-cert-auth'];
  const { etcd: binary } = await findBinaries();
  etcd = spawn(binary, ['--name=n1', `--data-dir=${join(directory, 'data')}`, '--unsafe-no-fsync', '--log-level=error', `--initial-cluster=n1=http://127.0.0.1:${peer}`, ...urls, ...tls], { stdio: 'ignore' });
});

afterAll(() => {
  etcd.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

test('members, leader and alarms of a real etcd; it keeps its last member', async () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const connector = createEtcdConnector({
    now: () => new Date(),
    dialTimeoutMs: 5000,
    callTimeoutMs: 5000,
    readSecret: async ({ name }) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: { 'tls.crt': base64(authority.cert), 'tls.key': base64(authority.key) } }),
  });
  const workloadClient = { portForward: async () => connectSocket(port, '127.0.0.1') } as unknown as KubeClient; // nothing else is used
  const target = { cluster: { namespace: 'ns', name: 'c' }, clusterUID: 'u', workloadClient, keyAlgorithm: undefined };

  const client = await eventually(() => connector.connect(target, ['n1'], new AbortController().signal));
  const members = await client.members();
  expect(members).toEqual([{ id: client.leaderID, name: 'n1', isLearner: false }]);
  expect(await client.alarms()).toEqual([]);
  await expect(client.moveLeader(12n)).rejects.toMatchObject({ code: 'Etcd', failure: 'Refused' });
  await expect(client.removeMember(client.leaderID)).rejects.toMatchObject({ code: 'Etcd', failure: 'Refused', message: expect.stringContaining('etcdserver') });
  client.close();
});
