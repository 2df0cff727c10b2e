import { defaultTemplateVersion } from './machine-template.defaults.ts';

test.each([
  { name: 'no template', why: 'the schema will miss it', template: undefined, want: {} },
  { name: 'a version without v', why: 'both forms are common', template: { spec: { version: '1.36.3' } }, want: { spec: { version: 'v1.36.3' } } },
  { name: 'no version', why: 'it may be left out', template: { metadata: {}, spec: {} }, want: { metadata: {}, spec: {} } },
  { name: 'an empty spec and nothing else', why: 'refused as missing, not field by field', template: { spec: {} }, want: {} },
])('defaultTemplateVersion: $name ($why)', ({ template, want }) => {
  expect(defaultTemplateVersion(template)).toEqual(want);
});
