import { aMachine, external, found } from '../machine.fixtures.ts';
import { planCertificateExpiry } from './certificate-expiry.plan.ts';

const key = 'machine.cluster.x-k8s.io/certificates-expiry';
const machine = (annotations: Record<string, string> = {}, labels: Record<string, string> = { 'cluster.x-k8s.io/control-plane': '' }) => aMachine({ metadata: { ...aMachine().metadata, labels, annotations }, status: { certificatesExpiryDate: '2020-01-01T00:00:00Z' } });
const config = (annotations: Record<string, string> = {}) => found(external('KubeadmConfig', { metadata: { annotations } }));

const cases = [
  { name: 'from the Machine', why: 'its annotation wins', machine: machine({ [key]: '2027-01-01T00:00:00Z' }), bootstrapConfig: config({ [key]: '2028-01-01T00:00:00Z' }), want: '2027-01-01T00:00:00Z' },
  { name: 'from the config', why: 'the bootstrap provider knows', machine: machine(), bootstrapConfig: config({ [key]: '2028-01-01T02:00:00+02:00' }), want: '2028-01-01T00:00:00Z' },
  { name: 'removed', why: 'nobody says any more', machine: machine(), bootstrapConfig: config(), want: undefined },
  { name: 'kept on workers', why: 'they have no such certificates', machine: machine({ [key]: '2027-01-01T00:00:00Z' }, {}), bootstrapConfig: config(), want: '2020-01-01T00:00:00Z' },
];

test.each(cases)('the expiry date is $name: $why', ({ machine: given, bootstrapConfig, want }) => {
  expect(planCertificateExpiry({ machine: given, bootstrapConfig }).status?.certificatesExpiryDate).toBe(want);
});

test('an annotation that is no time is an error', () => {
  expect(() => planCertificateExpiry({ machine: machine({ [key]: 'soon' }), bootstrapConfig: config() })).toThrow(expect.objectContaining({ code: 'InvalidExpiry' }) as Error);
});
