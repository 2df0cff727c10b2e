import { mirrorOf, progressOfDebootstrap } from './debian.ts';

const targets = [
  { name: 'the release itself', lines: ['mirror-a/debian/ bookworm main'], mirror: 'mirror-a/debian/' },
  { name: 'not the security archive, which has no whole release', lines: ['mirror-s/debian-security/ bookworm-security main', 'mirror-a/debian/ bookworm main'], mirror: 'mirror-a/debian/' },
  { name: 'not updates, which may have a mirror of their own', lines: ['mirror-u/debian/ trixie-updates main', 'mirror-a/debian/ trixie main'], mirror: 'mirror-a/debian/' },
  { name: 'not a component without the base system', lines: ['mirror-n/debian/ bookworm non-free'], mirror: undefined },
  { name: 'nothing where apt has nothing to say', lines: [''], mirror: undefined },
];
test.each(targets)('the mirror is $name', ({ lines, mirror }) => {
  expect(mirrorOf(lines.join('\n'))).toBe(mirror);
});

test('of the long output of debootstrap, phases and every fiftieth package are told', () => {
  const told: string[] = [];
  const take = progressOfDebootstrap((line) => told.push(line));
  for (let index = 0; index < 120; index += 1) take(`I: Retrieving package${String(index)} 1.0`);
  take('I: Extracting base-files...');
  take('W: something else');
  expect(told).toEqual(['  retrieving packages', '  retrieving packages: 50', '  retrieving packages: 100', '  extracting packages']);
});
