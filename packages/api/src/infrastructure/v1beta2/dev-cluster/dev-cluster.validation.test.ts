import { validateDevClusterSpec } from './dev-cluster.validation.ts';

const named = (...names: string[]) => ({ backend: { docker: { failureDomains: names.map((name) => ({ name, controlPlane: true })) } } });

test.each([
  { name: 'in order', why: 'capitals come first', spec: named('B', 'a', 'b'), want: [] },
  { name: 'out of order', why: 'two orders of one list would be two lists', spec: named('b', 'a'), want: ['spec.backend.docker.failureDomains'] },
  { name: 'none', why: 'nothing to order', spec: { backend: { docker: {} } }, want: [] },
  { name: 'no docker', why: 'only docker has them', spec: { backend: { inMemory: {} } }, want: [] },
])('validateDevClusterSpec: failure domains $name ($why)', ({ spec, want }) => {
  expect(validateDevClusterSpec(spec).map(({ field }) => field)).toEqual(want);
});
