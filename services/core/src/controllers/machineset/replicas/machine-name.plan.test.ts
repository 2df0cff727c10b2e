import { machineName } from './machine-name.plan.ts';

const suffixes = (...list: string[]) => () => list.shift() ?? 'none0';
const name = (template: string | undefined, machineSetName = 'md-x') => machineName({ template, clusterName: 'c', machineSetName, randomSuffix: suffixes('abcde', 'fghjk') });

describe('machineName', () => {
  const cases = [
    { name: 'default', why: 'MachineSet and random part', got: name(undefined), want: 'md-x-abcde' },
    { name: 'template', why: 'all it may refer to', got: name('{{ .cluster.name }}-{{ .machineSet.name }}-w{{ .random }}'), want: 'c-md-x-wabcde' },
    { name: 'spaces', why: 'as in Go templates', got: name('{{.machineSet.name}}.{{ .random }}{{- .cluster.name -}}'), want: 'md-x.abcdec' },
    { name: '63 characters', why: 'just fits', got: name(undefined, 'm'.repeat(57)), want: `${'m'.repeat(57)}-abcde` },
    { name: '64 characters', why: 'cut, with a new random part', got: name(undefined, 'm'.repeat(58)), want: `${'m'.repeat(58)}fghjk` },
  ];
  test.each(cases)('$name → $want ($why)', ({ got, want }) => {
    expect(got).toBe(want);
  });

  test.each([
    { name: 'nothing random', why: 'all Machines would have one name', template: '{{ .machineSet.name }}' },
    { name: 'something unknown', why: 'an empty part would be silent', template: '{{ .machine.name }}-{{ .random }}' },
  ])('$name is refused ($why)', ({ template }) => {
    expect(() => name(template)).toThrow(expect.objectContaining({ code: 'Terminal' }));
  });
});
