import { X509Certificate } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeObject, Resource } from '@clusterwright/api';
import { fakeClient, fakeLogger } from '@clusterwright/test-env';
import { ManualClock } from '../manual-clock.fake.ts';
import { certificateFromFiles, selfIssuedCertificate } from './serving-certificate.ts';
import type { ServingCertificate } from './webhook-server.ts';

const day = 24 * 3_600_000;
const key = { namespace: 'capi-system', name: 'capi-webhook-authority' };
const secrets: Resource<KubeObject & { data?: Record<string, string> }> = { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true };

describe('self-issued certificates', () => {
  function replica(client = fakeClient(), clock = new ManualClock()) {
    const log = fakeLogger();
    const source = selfIssuedCertificate({ client: client.live, secret: key, serviceName: 'capi-webhook-service', clock, log });
    const delivered: ServingCertificate[] = [];
    const stop = new AbortController();
    return { client, clock, log, source, delivered, stop, follow: () => source.follow((certificate) => void delivered.push(certificate), stop.signal) };
  }
  const leafOf = ({ cert }: ServingCertificate): X509Certificate => new X509Certificate(cert);
  const trusts = (bundle: string | undefined, { cert }: ServingCertificate): boolean =>
    (bundle?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).some((ca) => new X509Certificate(cert).verify(new X509Certificate(ca).publicKey));

  test('name the service, and are signed by an authority that is kept in a Secret', async () => {
    const { client, source } = replica();
    const certificate = await source.load();
    const leaf = leafOf(certificate);
    for (const name of ['capi-webhook-service.capi-system.svc', 'localhost']) expect(leaf.checkHost(name)).toBe(name);
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(leaf.validToDate.toISOString()).toBe('2027-02-19T12:00:00.000Z');
    expect(trusts(source.bundle, certificate)).toBe(true);
    expect(Buffer.from(client.objects(secrets)[0]?.data?.['ca.crt'] ?? '', 'base64').toString()).toBe(source.bundle);
  });

  test('of two replicas that start together have one authority', async () => {
    const client = fakeClient();
    const [one, two] = [replica(client), replica(client)];
    const certificates = await Promise.all([one.source.load(), two.source.load()]);
    expect(one.source.bundle).toBe(two.source.bundle);
    for (const certificate of certificates) expect(trusts(one.source.bundle, certificate)).toBe(true);
    expect(client.objects(secrets)).toHaveLength(1);
  });

  test('are renewed 30 days before they end', async () => {
    const { clock, source, delivered, stop, follow } = replica();
    const first = await source.load();
    const following = follow();
    await clock.advance(3_600_000);
    expect(delivered).toEqual([]);
    // Only the hours before and after the day matter.
    clock.jump(60 * day);
    await clock.advance(3_600_000);
    await source.recheck();
    expect(delivered).toHaveLength(1);
    expect(leafOf(delivered[0] ?? first).validToDate.getTime()).toBeGreaterThan(leafOf(first).validToDate.getTime() + 59 * day);
    stop.abort();
    await following;
  });

  test('follow an authority that somebody replaced', async () => {
    const { client, source, delivered, stop, follow } = replica();
    await source.load();
    const following = follow();
    const before = source.bundle;
    client.remove(secrets, key);
    await source.recheck();
    expect(source.bundle).not.toBe(before);
    expect(delivered).toHaveLength(1);
    expect(trusts(source.bundle, delivered[0] as ServingCertificate)).toBe(true);
    stop.abort();
    await following;
  });

  test('come from a new authority, beside the old one, a year before that ends', async () => {
    const { client, clock, source } = replica();
    const old = await source.load();
    clock.jump(9 * 365 * day + 3 * day);
    const next = replica(client, clock);
    const fresh = await next.source.load();
    expect([trusts(next.source.bundle, old), trusts(next.source.bundle, fresh), trusts(source.bundle, fresh)]).toEqual([true, true, false]);
  });

  const broken = [
    { name: 'nothing', data: {} },
    { name: 'no certificate', data: { 'ca.crt': Buffer.from('x').toString('base64'), 'ca.key': Buffer.from('y').toString('base64') } },
  ];
  test.each(broken)('are issued though the Secret holds $name', async ({ data }) => {
    const client = fakeClient([{ apiVersion: 'v1', kind: 'Secret', metadata: key, data } as KubeObject]);
    const { source } = replica(client);
    expect(trusts(source.bundle, await source.load())).toBe(false);
    expect(source.bundle).toContain('BEGIN CERTIFICATE');
  });

  test('are issued though the Secret holds the key of another authority', async () => {
    const [client, other] = [fakeClient(), fakeClient()];
    await replica(client).source.load();
    await replica(other).source.load();
    const foreignKey = other.objects(secrets)[0]?.data?.['ca.key'] ?? '';
    await client.live.patch(secrets, key, { type: 'merge', body: { data: { 'ca.key': foreignKey } } });
    const { source } = replica(client);
    const certificate = await source.load();
    expect(trusts(source.bundle, certificate)).toBe(true);
  });
});

describe('certificates from files', () => {
  async function files() {
    const dir = await mkdtemp(join(tmpdir(), 'certificates-'));
    const write = (name: string, text: string) => writeFile(join(dir, name), text);
    await Promise.all([write('tls.crt', 'one'), write('tls.key', 'key one')]);
    const [clock, log] = [new ManualClock(), fakeLogger()];
    const source = certificateFromFiles({ dir, certName: 'tls.crt', keyName: 'tls.key', clock, log });
    const delivered: ServingCertificate[] = [];
    const stop = new AbortController();
    let refuse = false;
    const following = source.load().then(() =>
      source.follow((certificate) => {
        if (refuse) throw new Error('key values mismatch');
        delivered.push(certificate);
      }, stop.signal),
    );
    return { source, write, delivered, log, refuse: (value: boolean) => void (refuse = value), end: () => (stop.abort(), following) };
  }

  test('are used when they change, and only then', async () => {
    const { source, write, delivered, end } = await files();
    await source.load();
    await new Promise((resolve) => setImmediate(resolve));
    await source.recheck();
    expect(delivered).toEqual([]);
    await Promise.all([write('tls.crt', 'two'), write('tls.key', 'key two')]);
    await source.recheck();
    await source.recheck();
    expect(delivered).toEqual([{ cert: 'two', key: 'key two' }]);
    await end();
  });

  test('that are half replaced are tried again, and the old ones serve on', async () => {
    const { source, write, delivered, log, refuse, end } = await files();
    await source.load();
    await new Promise((resolve) => setImmediate(resolve));
    refuse(true);
    await write('tls.crt', 'two');
    await source.recheck();
    refuse(false);
    await write('tls.key', 'key two');
    await source.recheck();
    expect(delivered).toEqual([{ cert: 'two', key: 'key two' }]);
    expect(log.lines.map(({ message }) => message)).toEqual(['Failing to read webhook certificate', 'Using renewed webhook certificate']);
    await end();
  });
});
