import golden from './render-template.golden.json' with { type: 'json' };
import { renderTemplate } from './render-template.ts';

/** Valid in Go and refused here, each with a message that says what is not supported. */
const leftOut = [
  { template: '{{ . }}', message: /only texts can be printed/ },
  { template: '{{ $ }}', message: /only texts can be printed/ },
  { template: '{{ .controlPlane }}', message: /only texts can be printed/ },
  { template: '{{ 1 }}', message: /unsupported syntax/ },
  { template: "{{ 'a' }}", message: /unsupported syntax/ },
  { template: '{{ (.controlPlane).version }}', message: /only functions take arguments/ },
  { template: '{{ $x := .controlPlane.version }}{{ $x }}', message: /unsupported syntax/ },
  { template: '{{ with $v := .controlPlane }}x{{ end }}', message: /unsupported syntax/ },
  { template: '{{ .controlPlane.version | printf "%s" }}', message: /unsupported syntax/ },
  { template: '{{ .controlPlane.version | not }}', message: /unsupported syntax/ },
  { template: '{{ "v" | eq .controlPlane.version }}', message: /unsupported syntax/ },
  { template: '{{ range .controlPlane }}{{ . }}{{ end }}', message: /\{\{ range \}\} is not supported/ },
  { template: '{{ define "a" }}x{{ end }}{{ template "a" }}', message: /\{\{ define \}\} is not supported/ },
  { template: '{{ len .controlPlane.version }}', message: /function "len" is not supported/ },
  { template: '{{ print "a" }}', message: /function "print" is not supported/ },
];
const known = { controlPlane: { version: 'v1.36.3' } };
const dataOf = (version: string) => (version ? known : {});

// Recorded from Go's text/template.
const supported = golden.filter(({ template }) => !leftOut.some((other) => other.template === template));
test.each(supported.filter(({ output }) => output !== undefined))('renderTemplate: $template with version "$version"', ({ template, version, output }) => {
  expect(renderTemplate(template, dataOf(version))).toBe(output);
});

test.each(golden.filter(({ refused }) => refused))('renderTemplate refuses what Go refuses: $template with version "$version"', ({ template, version }) => {
  expect(() => renderTemplate(template, dataOf(version))).toThrow(expect.objectContaining({ code: 'Template' }));
});

test.each(leftOut)('renderTemplate refuses what is left out: $template', ({ template, message }) => {
  expect(() => renderTemplate(template, known)).toThrow(expect.objectContaining({ code: 'Template', message: expect.stringMatching(message) }));
});

test('output is limited to 1 MiB', () => {
  const atLimit = 'x'.repeat(1 << 20);
  expect(renderTemplate(atLimit, {})).toHaveLength(1 << 20);
  expect(() => renderTemplate(`${atLimit}x`, {})).toThrow(expect.objectContaining({ code: 'Template' }));
});

test('names of JavaScript itself are no fields', () => {
  expect(renderTemplate('{{ .constructor }}{{ .controlPlane.toString }}', known)).toBe('<no value><no value>');
});
