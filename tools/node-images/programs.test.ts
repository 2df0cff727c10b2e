import { pinnedMinors, pinnedVersion } from './programs.ts';

test('minor versions are found in the names of sources, oldest first by number', () => {
  expect(pinnedMinors(['pause', 'kubernetes-1.36', 'kubernetes-1.9', 'kubernetes-1.35', 'kubernetes-notes'])).toEqual(['v1.9', 'v1.35', 'v1.36']);
});

const pins = [
  { name: 'alone', goMod: 'require k8s.io/kubernetes v1.35.4\n' },
  { name: 'in a block', goMod: 'require (\n\tk8s.io/kube-openapi v0.1.0 // indirect\n\tk8s.io/kubernetes v1.35.4 // indirect\n)\n' },
  { name: 'beside replacements of its parts', goMod: 'replace k8s.io/kubernetes => k8s.io/kubernetes v1.1.1\nrequire k8s.io/kubernetes v1.35.4' },
];
test.each(pins)('the pinned version is read where the requirement stands $name', ({ goMod }) => {
  expect(pinnedVersion(goMod, 'k8s.io/kubernetes')).toBe('v1.35.4');
});

test('a module that nothing pins is an error, not a guess', () => {
  expect(() => pinnedVersion('require k8s.io/kubernetes-other v1.0.0', 'k8s.io/kubernetes')).toThrow('nothing pins k8s.io/kubernetes');
});
