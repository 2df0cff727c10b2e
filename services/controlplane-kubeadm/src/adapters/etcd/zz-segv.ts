import { duplexPair } from 'node:stream';
import { generateCertificateAuthority, signCertificate } from '@clusterwright/provider-kit/certificates/signing';
import { createEtcdConnector } from './etcd-connector.ts';
import { FakeEtcdServer } from './etcd-server.fake.ts';
const now = new Date();
const authority = await generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' });
const serving = await signCertificate(authority, { now, commonName: 'etcd-0', usages: ['serverAuth', 'clientAuth'], dnsNames: ['localhost'], algorithm: 'ECDSA-P256' });
const fake = await signCertificate(await generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' }), { now, commonName: 'x', usages: ['serverAuth'], algorithm: 'ECDSA-P256' });
const b = (t: string) => Buffer.from(t).toString('base64');
const scenario = process.argv[2];
const gc = async () => { for (let i = 0; i < 10; i++) { (globalThis as any).gc(); await new Promise((r) => setTimeout(r, 5)); } };
for (let i = 0; i < 20; i++) {
  await (async () => {
    const server = new FakeEtcdServer({ authority, serving: scenario === 'stranger' ? fake : serving, members: [{ ID: 2n, name: 'n', isLearner: false }], leader: 2n });
    const open = scenario === 'mute' ? () => duplexPair()[0] : scenario === 'hangup' ? () => { const [c, s] = duplexPair(); s.destroy(); c.destroy(); return c; } : () => server.connect();
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
  await gc();
}
console.log('fine', scenario);
