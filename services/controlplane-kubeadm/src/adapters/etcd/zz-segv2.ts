import { duplexPair } from 'node:stream';
import { generateCertificateAuthority, signCertificate } from '@clusterwright/provider-kit/certificates/signing';
import { createEtcdConnector } from './etcd-connector.ts';
import { FakeEtcdServer } from './zz-fake.ts';
const now = new Date();
const authority = await generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' });
const serving = await signCertificate(authority, { now, commonName: 'etcd-0', usages: ['serverAuth', 'clientAuth'], dnsNames: ['localhost'], algorithm: 'ECDSA-P256' });
const fake = await signCertificate(await generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' }), { now, commonName: 'x', usages: ['serverAuth'], algorithm: 'ECDSA-P256' });
import { fork } from 'node:child_process';
import net from 'node:net';
import { Duplex } from 'node:stream';
import { createServer } from 'node:net';
if (process.env['SERVER']) {
  const pair = JSON.parse(process.env['SERVER']!);
  const server = new FakeEtcdServer({ authority: pair.authority, serving: pair.serving, members: [{ ID: 2n, name: 'n', isLearner: false }], leader: 2n });
  if (pair.scenario === 'silence') setInterval(() => server.misbehaveNext('/etcdserverpb.Cluster/MemberList', { kind: 'silence' }), 1);
  const tcp = createServer((socket) => { socket.on('error', () => undefined); (server as any).emitConnection(socket); });
  tcp.listen(0, '127.0.0.1', () => process.send!({ port: (tcp.address() as any).port }));
  await new Promise(() => undefined);
}
const child = fork(process.argv[1]!, [], { env: { ...process.env, SERVER: JSON.stringify({ authority, serving: process.argv[2] === 'stranger' ? fake : serving, scenario: process.argv[2] }) }, execArgv: ['--no-warnings'] });
const { port } = await new Promise<any>((r) => child.once('message', r));
function jsDuplex(): Duplex {
  const socket = net.connect(port, '127.0.0.1');
  const d = new Duplex({ write: (c, _e, cb) => void socket.write(c, cb), final: (cb) => void socket.end(cb), read: () => socket.resume(), destroy: (e, cb) => { socket.destroy(); cb(e); } });
  socket.on('data', (c) => { if (!d.push(c)) socket.pause(); });
  socket.on('end', () => d.push(null));
  socket.on('error', (e) => d.destroy(e));
  socket.on('close', () => d.destroy());
  return d;
}
child.on('exit', (code, sig) => console.log('server exit', code, sig));
const keep = setInterval(() => undefined, 1000);
const b = (t: string) => Buffer.from(t).toString('base64');
const scenario = process.argv[2];
const gc = async () => { for (let i = 0; i < 10; i++) { (globalThis as any).gc(); await new Promise((r) => setTimeout(r, 5)); } };
for (let i = 0; i < 20; i++) {
  await (async () => {
    const server = { misbehaveNext: (..._: any[]) => undefined }; void ({ serving: scenario === 'stranger' ? fake : serving, members: [{ ID: 2n, name: 'n', isLearner: false }], leader: 2n });
    const open = scenario === 'mute' ? () => duplexPair()[0] : scenario === 'hangup' ? () => { const [c, s] = duplexPair(); s.destroy(); c.destroy(); return c; }  : () => jsDuplex();
    const connector = createEtcdConnector({ now: () => now, callTimeoutMs: 100, dialTimeoutMs: 50, readSecret: async () => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c-etcd' }, data: { 'tls.crt': b(authority.cert), 'tls.key': b(authority.key) } }) as any });
    const target = { cluster: { namespace: 'ns', name: 'c' }, clusterUID: 'u', workloadClient: { portForward: async () => open() }, keyAlgorithm: 'ECDSA-P256' } as any;
    try {
      const client = await connector.connect(target, ['n'], new AbortController().signal);
      if (['silence', 'garbage', 'noTrailers'].includes(scenario!)) { server.misbehaveNext('/etcdserverpb.Cluster/MemberList', { kind: scenario } as any); await client.members().catch(() => undefined); }
      if (scenario === 'ok') await client.members();
      if (scenario === 'flight') { client.members().catch(() => undefined); }
      client.close();
    } catch (e) { if (i === 0) console.log(scenario, String(e)); }
  })();
  await gc(); if (process.env['V']) console.log(i);
}
console.log('fine', scenario); clearInterval(keep); child.kill();
