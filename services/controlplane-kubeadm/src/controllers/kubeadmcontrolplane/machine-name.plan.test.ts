import { generateMachineName } from './machine-name.plan.ts';

const name = (template?: string, controlPlaneName = 'cp') => generateMachineName({ template, clusterName: 'c', controlPlaneName, random: () => 0 });

const cases = [
  { template: undefined, why: 'the default', want: 'cp-bbbbb' },
  { template: '{{ .cluster.name }}-{{ .random }}', why: 'the cluster may be named', want: 'c-bbbbb' },
  { template: '{{.cluster.name}}-x-{{ .random }}-{{- .random -}}', why: 'one pass, one random text', want: 'c-x-bbbbb-bbbbb' },
];
test.each(cases)('$template → $want ($why)', ({ template, want }) => {
  expect(name(template)).toBe(want);
});

test('a long name is cut to 63 characters and stays random', () => {
  const long = name(undefined, 'a'.repeat(80));
  expect(long).toBe(`${'a'.repeat(58)}bbbbb`);
});

const refused = [
  { template: 'fixed', why: 'all Machines would have one name', message: /\{\{ \.random \}\} is missing/ },
  { template: '{{ .random }}-{{ .unknown }}', why: 'there is nothing to put there', message: /has \{\{ \.unknown \}\}/ },
];
test.each(refused)('$template is refused ($why)', ({ template, message }) => {
  expect(() => name(template)).toThrow(expect.objectContaining({ code: 'MachineNaming', retry: 'never', message: expect.stringMatching(message) }));
});
