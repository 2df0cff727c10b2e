import fc from 'fast-check';
import { machinesInUnknownDomains, pickFewest, pickMost } from './failure-domains.ts';

const inDomains = (...names: string[]) => names.map((failureDomain) => ({ spec: { failureDomain } }));
const failureDomains = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
const first = () => 0;

const cases: readonly { name: string; why: string; machines: string[]; priority: string[]; fewest: string | undefined; most: string | undefined }[] = [
  { name: 'an empty cluster', why: 'any domain will do for a new Machine, and there is none to delete', machines: [], priority: [], fewest: 'a', most: undefined },
  { name: 'one Machine', why: 'the next goes elsewhere', machines: ['a'], priority: ['a'], fewest: 'b', most: 'a' },
  { name: 'priority Machines decide', why: 'spreading the up-to-date ones matters in the end', machines: ['a', 'b', 'b', 'c', 'c'], priority: ['a', 'c'], fewest: 'b', most: 'c' },
  { name: 'all Machines break a tie', why: 'spread well during the rollout too', machines: ['a', 'a', 'b', 'c', 'c'], priority: ['a', 'b', 'c'], fewest: 'b', most: 'a' },
  { name: 'no eligible Machine', why: 'nothing may be deleted', machines: ['a', 'b'], priority: [], fewest: 'c', most: undefined },
];

test.each(cases)('$name → fewest $fewest, most $most ($why)', ({ machines, priority, fewest, most }) => {
  const input = { failureDomains, machines: inDomains(...machines), priorityMachines: inDomains(...priority), random: first };
  expect(pickFewest(input)).toBe(fewest);
  expect(pickMost(input)).toBe(most);
});

test('without domains there is nothing to pick', () => {
  const input = { failureDomains: [], machines: inDomains('a'), priorityMachines: inDomains('a') };
  expect([pickFewest(input), pickMost(input)]).toEqual([undefined, undefined]);
});

test('Machines in unknown domains are found, those without a domain are not', () => {
  const machines = [...inDomains('x', 'a'), { spec: {} }];
  expect(machinesInUnknownDomains(machines, failureDomains)).toEqual(inDomains('x'));
});

test('placing Machines one after the other never leaves two domains more than one apart', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), (count) => {
      const placed: string[] = [];
      for (let made = 0; made < count; made++) placed.push(pickFewest({ failureDomains, machines: inDomains(...placed), priorityMachines: inDomains(...placed) }) ?? '');
      const counts = failureDomains.map(({ name }) => placed.filter((domain) => domain === name).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }),
  );
});
