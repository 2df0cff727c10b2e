import { aControlPlane, aMember, healthConditions, outdated } from './kubeadmcontrolplane.fixtures.ts';
import { selectMachineForScaleDown } from './scale-down.plan.ts';

const controlPlane = aControlPlane();
const failureDomains = [{ name: 'a', controlPlane: true }, { name: 'b', controlPlane: true }];
const marked = { annotations: { 'cluster.x-k8s.io/delete-machine': '' } };
const broken = { conditions: healthConditions({ SchedulerPodHealthy: 'False' }) };
const created = (time: string) => ({ creationTimestamp: `2026-11-21T${time}:00Z` });

const cases = [
  { name: 'a marked outdated Machine', why: 'the user’s wish and the rollout agree', machines: [aMember('m1', { upToDate: outdated }), aMember('m2', { upToDate: outdated, metadata: marked }), aMember('m3', { metadata: marked })], want: 'm2' },
  { name: 'a marked Machine', why: 'the user’s wish goes before the rollout', machines: [aMember('m1', { upToDate: outdated }), aMember('m2', { metadata: marked })], want: 'm2' },
  { name: 'a broken outdated Machine', why: 'replacing it repairs the control plane', machines: [aMember('m1', { upToDate: outdated }), aMember('m2', { upToDate: outdated, ...broken })], want: 'm2' },
  { name: 'an outdated Machine', why: 'a rollout replaces it', machines: [aMember('m1'), aMember('m2', { upToDate: outdated })], want: 'm2' },
  { name: 'not a broken Machine that is up to date', why: 'only health of outdated ones counts', machines: [aMember('m1', { metadata: created('09:00') }), aMember('m2', broken)], want: 'm1' },
  { name: 'the oldest', why: 'nothing else tells them apart', machines: [aMember('m1', { metadata: created('10:00') }), aMember('m2', { metadata: created('09:00') })], want: 'm2' },
];
test.each(cases)('without failure domains: $name ($why)', ({ machines, want }) => {
  const found = selectMachineForScaleDown({ controlPlane, failureDomains: [], machines, outdated: machines.filter(({ upToDate }) => !upToDate.isUpToDate) });
  expect(found?.machine.metadata.name).toBe(want);
});

const inDomain = (failureDomain: string) => ({ spec: { failureDomain } });
const placements = [
  { name: 'the crowded domain', why: 'Machines are to be spread', machines: [aMember('m1', inDomain('a')), aMember('m2', inDomain('b')), aMember('m3', inDomain('b'))], want: ['m2', 'm3'] },
  { name: 'a domain that is gone', why: 'nothing should stay there', machines: [aMember('m1', inDomain('a')), aMember('m2', inDomain('a')), aMember('m3', inDomain('gone'))], want: ['m3'] },
  { name: 'no domain', why: 'as good as a domain that is gone', machines: [aMember('m1', inDomain('a')), aMember('m2', inDomain('a')), aMember('m3')], want: ['m3'] },
  {
    name: 'most eligible Machines first',
    why: 'a rollout empties the domain with most outdated Machines',
    machines: [aMember('m1', inDomain('a')), aMember('m2', inDomain('a')), aMember('m3', { ...inDomain('b'), upToDate: outdated })],
    want: ['m3'],
  },
];
test.each(placements)('with failure domains: $name ($why)', ({ machines, want }) => {
  const found = selectMachineForScaleDown({ controlPlane, failureDomains, machines, outdated: machines.filter(({ upToDate }) => !upToDate.isUpToDate) });
  expect(want).toContain(found?.machine.metadata.name);
});

test('no Machines, no choice', () => {
  expect(selectMachineForScaleDown({ controlPlane, failureDomains, machines: [], outdated: [] })).toBeUndefined();
});
