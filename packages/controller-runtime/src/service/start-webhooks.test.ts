import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areFilesMeant } from './start-webhooks.ts';

const cases = [
  { name: 'the flag is given', why: 'the files may be mounted a little later', files: [], given: ['webhook-cert-dir'], expected: true },
  { name: 'both files are at the default place', why: "it is upstream's Deployment, where cert-manager injects", files: ['tls.crt', 'tls.key'], given: [], expected: true },
  { name: 'there is no key', why: 'a certificate alone serves nobody', files: ['tls.crt'], given: [], expected: false },
  { name: 'nothing is there', why: 'nobody else issues any', files: [], given: ['webhook-port'], expected: false },
];
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

test.each(cases)('files are used: $expected where $name ($why)', ({ files, given, expected }) => {
  const dir = mkdtempSync(join(tmpdir(), 'clusterwright-certs-'));
  folders.push(dir);
  for (const file of files) writeFileSync(join(dir, file), '');
  expect(areFilesMeant({ 'webhook-cert-dir': dir, 'webhook-cert-name': 'tls.crt', 'webhook-key-name': 'tls.key' }, new Set(given))).toBe(expected);
});
