import { aControlPlane, aMember, now } from './kubeadmcontrolplane.fixtures.ts';
import { untilNextRollout } from './rollout-time.plan.ts';

const controlPlane = (rollout: object) => aControlPlane({ spec: { rollout } });
const expiring = (...dates: string[]) => dates.map((certificatesExpiryDate) => aMember('m', { status: { certificatesExpiryDate } }));
const hour = 3_600_000;

const cases = [
  { name: 'nothing asked for', why: 'time changes nothing', rollout: {}, machines: expiring('2026-12-01T12:00:00Z'), want: undefined },
  { name: 'in an hour', why: 'the user said when', rollout: { after: '2026-11-21T13:00:00Z' }, machines: [], want: hour + 1000 },
  { name: 'an hour ago', why: 'that is seen at once', rollout: { after: '2026-11-21T11:00:00Z' }, machines: [], want: undefined },
  { name: 'certificates enter their last week in two hours', why: 'seven days before they expire', rollout: { before: { certificatesExpiryDays: 7 } }, machines: expiring('2027-06-01T00:00:00Z', '2026-11-28T14:00:00Z'), want: 2 * hour + 1000 },
  { name: 'certificates last a year', why: 'timers do not', rollout: { before: { certificatesExpiryDays: 7 } }, machines: expiring('2027-11-21T12:00:00Z'), want: 24 * hour },
  { name: 'an unknown expiry', why: 'it will wake us when it is known', rollout: { before: { certificatesExpiryDays: 7 } }, machines: [aMember('m')], want: undefined },
  { name: 'both', why: 'the sooner', rollout: { after: '2026-11-21T15:00:00Z', before: { certificatesExpiryDays: 7 } }, machines: expiring('2026-11-28T14:00:00Z'), want: 2 * hour + 1000 },
];
test.each(cases)('next rollout: $name → $want ($why)', ({ rollout, machines, want }) => {
  expect(untilNextRollout({ controlPlane: controlPlane(rollout), machines, now })).toBe(want);
});
