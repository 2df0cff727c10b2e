import { ManifestError, parseManifests } from './parse-manifests.ts';

const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const yaml = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

const texts: { name: string; text: string; want: object[] }[] = [
  { name: 'nothing', text: '', want: [] },
  { name: 'one document', text: yaml('a'), want: [configMap('a')] },
  { name: 'documents, empty and commented ones among them', text: `---\n# nothing\n---\n${yaml('a')}---\n---\n${yaml('b')}...\n`, want: [configMap('a'), configMap('b')] },
  { name: 'JSON', text: JSON.stringify(configMap('a')), want: [configMap('a')] },
  { name: 'a JSON list', text: ` \n${JSON.stringify([configMap('a'), configMap('b')])}`, want: [configMap('a'), configMap('b')] },
  { name: 'a List', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [configMap('a')] }), want: [configMap('a')] },
  { name: 'a generated name', text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}', want: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '', generateName: 'a-' } }] },
];
test.each(texts)('parseManifests: $name', ({ text, want }) => {
  expect(parseManifests(text)).toEqual(want);
});

const scalars = [
  { source: '0644', why: 'file modes are octal', want: 420 },
  { source: '0o644', why: 'octal as well', want: 420 },
  { source: '-0o17', why: 'octal as well', want: -15 },
  { source: 'yes', why: 'a truth value of YAML 1.1', want: true },
  { source: '"yes"', why: 'quotes make it text', want: 'yes' },
  { source: '12:30', why: 'no number to base 60', want: '12:30' },
  { source: '2026-01-01', why: 'no date', want: '2026-01-01' },
  { source: '1.5', why: 'a number', want: 1.5 },
  { source: '1e3', why: 'a number', want: 1000 },
  { source: '100m', why: 'a quantity', want: '100m' },
  { source: '~', why: 'null', want: null },
];
test.each(scalars)('$source is $want ($why)', ({ source, want }) => {
  expect(parseManifests(`${yaml('a')}value: ${source}\n`)[0]).toMatchObject({ value: want });
});

const refused = [
  { name: 'broken YAML', text: 'a: [secret', want: /^failed to read YAML: / },
  { name: 'a scalar', text: 'hello', want: /^document 1 is no object$/ },
  { name: 'no apiVersion', text: `${yaml('a')}---\nkind: Pod\nmetadata: {name: a}`, want: /^document 2 has no apiVersion$/ },
  { name: 'no kind', text: 'apiVersion: v1\nmetadata: {name: a}', want: /^document 1 has no kind$/ },
  { name: 'no name', text: JSON.stringify([configMap('a'), { apiVersion: 'v1', kind: 'Pod', metadata: {} }]), want: /^document 1, item 2 \(Pod\) has no metadata.name$/ },
];
test.each(refused)('refuses $name without repeating it', ({ text, want }) => {
  let error: unknown;
  try {
    parseManifests(text);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ManifestError);
  expect((error as ManifestError).message).toMatch(want);
  expect((error as ManifestError).message).not.toContain('secret');
  expect((error as ManifestError).retry).toBe('never');
});
