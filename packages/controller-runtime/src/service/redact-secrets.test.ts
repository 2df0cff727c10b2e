import { createLog } from './pino-log.ts';
import { redactSecrets } from './redact-secrets.ts';

const pem = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIBkg\nABCD==\n-----END EC PRIVATE KEY-----';
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJl-_x';
const cases = [
  { name: 'a private key', text: `cannot read ${pem} of x`, want: 'cannot read <redacted> of x' },
  { name: 'a private key inside JSON', text: JSON.stringify({ msg: pem, a: 1 }), want: '{"msg":"<redacted>","a":1}' },
  { name: 'a private key that was cut off', text: '{"msg":"-----BEGIN PRIVATE KEY-----\\nMIG","a":1}', want: '{"msg":"<redacted>","a":1}' },
  { name: 'a bearer token', text: 'authorization: Bearer abcdef.ghijkl', want: 'authorization: Bearer <redacted>' },
  { name: 'a ServiceAccount token', text: `token ${jwt} refused`, want: 'token <redacted> refused' },
  { name: 'credentials of a kubeconfig', text: 'users:\n- user:\n    client-key-data: TUhjQ0FRRUVJQg==', want: 'users:\n- user:\n    client-key-data: <redacted>' },
  { name: 'credentials of a kubeconfig in JSON in JSON', text: '{\\"client-key-data\\":\\"TUhjQ0FRRUVJQkFB\\"}', want: '{\\"client-key-data\\":\\"<redacted>\\"}' },
  { name: 'a bootstrap token', text: 'token abcdef.0123456789abcdef is known', want: 'token <redacted> is known' },
  { name: 'a certificate', text: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', want: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' },
  { name: 'everyday words', text: 'Failing to reconcile default/machine-abcdef.example', want: 'Failing to reconcile default/machine-abcdef.example' },
];
test.each(cases)('$name', ({ text, want }) => {
  expect(redactSecrets(text)).toBe(want);
});

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog({ debug: true, write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line has level, time, message and the bound keys', () => {
  const [line] = logged((log) => log.with({ controller: 'machine', Machine: 'ns/m' }).info('Creating Node', { reason: 'missing' }));
  expect(line).toEqual({ level: 'info', ts: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string, controller: 'machine', Machine: 'ns/m', reason: 'missing', msg: 'Creating Node' });
});

test('secrets do not reach the log: by key at any near depth, in messages and causes of errors', () => {
  const lines = logged((log) => {
    log.info('A', { token: 'top-secret', user: { password: 'top-secret', deep: { kubeconfig: 'top-secret' } } });
    log.with({ authorization: 'top-secret' }).debug('B');
    log.error('C', { err: new Error('refused Bearer top-secret-1', { cause: new Error(pem) }) });
  });
  expect(JSON.stringify(lines)).not.toMatch(/top-secret|MHcCAQ/);
  expect(lines).toHaveLength(3);
});

test('an error shows its name, message, cause and where it came from; a foreseen one as much as it was given', () => {
  const [defect, foreseen] = logged((log) => {
    log.error('A', { err: new TypeError('x is undefined', { cause: new Error('because') }) });
    log.error('B', { err: { message: 'no answer', type: 'TransportError' } });
  });
  expect(defect?.['err']).toMatchObject({ type: 'TypeError', message: 'x is undefined: because', stack: expect.stringContaining('redact-secrets.test') as string });
  expect(foreseen?.['err']).toEqual({ message: 'no answer', type: 'TransportError' });
});

test('debug lines are written only where they are asked for', () => {
  const lines: string[] = [];
  const log = createLog({ write: (line) => void lines.push(line) });
  log.debug('A');
  log.error('B');
  expect(lines).toHaveLength(1);
});
