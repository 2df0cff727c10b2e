import { issueAuthority, issueServingCertificate } from '@clusterwright/controller-runtime/webhooks/issue-certificate';
import { secureContextOf } from './secure-context.ts';

const lifetime = { notBefore: new Date('2026-11-21T00:00:00Z'), notAfter: new Date('2027-11-21T00:00:00Z') };
const authority = await issueAuthority('ca', lifetime);
const { cert, key } = await issueServingCertificate(authority, { dns: ['localhost'], ips: [] }, lifetime);

test('equal certificates share one context, others do not', () => {
  const context = secureContextOf({ ca: authority.cert, cert, key });
  expect(context).toBeDefined();
  expect(secureContextOf({ ca: Buffer.from(authority.cert).toString(), cert, key })).toBe(context);
  expect(secureContextOf({ ca: authority.cert })).not.toBe(context);
  // What belongs where is part of it: the authority's certificate is no client certificate.
  expect(secureContextOf({ cert: authority.cert })).not.toBe(secureContextOf({ ca: authority.cert }));
});

test('without certificates there is none: Node takes its own authorities', () => {
  expect(secureContextOf({})).toBeUndefined();
});

test.each([
  { name: 'a key of another certificate', credentials: { ca: authority.cert, cert, key: authority.key } },
  { name: 'a certificate that is none', credentials: { cert: 'nonsense', key } },
  { name: 'a key that is none', credentials: { cert, key: 'nonsense' } },
])('$name is refused each time', ({ credentials }) => {
  expect(() => secureContextOf(credentials)).toThrow(/^error:/);
  expect(() => secureContextOf(credentials)).toThrow(/^error:/);
});
