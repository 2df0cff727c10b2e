import { defaultHAProxyConfig, joinHostPort } from './haproxy-config.ts';
import { renderHAProxyTemplate } from './haproxy-template.ts';

const data = { FrontendControlPlanePort: '7777', BackendControlPlanePort: '6443', BackendServers: { 'control-plane-0': { Address: '1.1.1.1', Weight: 99 } }, IPv6: false };
const two = { ...data, BackendServers: { b: { Address: '1.1.1.2', Weight: 0 }, a: { Address: '1.1.1.1', Weight: 100 } } };

// The constructs of templates that upstream's documentation and tests use, and what Go makes of them.
test.each([
  { name: 'a field', template: 'bind *:{{ .FrontendControlPlanePort }}', want: 'bind *:7777' },
  { name: 'a branch not taken, trimmed', template: 'a\n  {{ if .IPv6 -}}\n  bind :::{{ .FrontendControlPlanePort }};\n  {{- end }}\nb', want: 'a\n  \nb' },
  {
    name: 'a loop with names', want: '\n  server control-plane-0 1.1.1.1:6443 resolve-prefer ipv4 weight 99\nend',
    template: '{{range $server, $backend := .BackendServers}}\n  server {{ $server }} {{ JoinHostPort $backend.Address $.BackendControlPlanePort }} resolve-prefer {{ if $.IPv6 -}} ipv6 {{- else -}} ipv4 {{- end }} weight {{ $backend.Weight }}\n  {{- end}}\nend',
  },
  { name: 'a loop with a value alone', template: '{{ range $b := .BackendServers }}{{ $b.Address }} {{ .Weight }}{{ end }}', want: '1.1.1.1 99' },
  { name: 'a loop without names', template: '{{ range .BackendServers }}{{ .Address }};{{ end }}', want: '1.1.1.1;' },
])('renderHAProxyTemplate: $name', ({ template, want }) => {
  expect(renderHAProxyTemplate(template, data)).toBe(want);
});

test('loops go in the order of names, and over nothing to their else', () => {
  const template = '{{ range $name, $server := .BackendServers }}{{ $name }}={{ $server.Weight }} {{ else }}none{{ end }}';
  expect(renderHAProxyTemplate(template, two)).toBe('a=100 b=0 ');
  expect(renderHAProxyTemplate(template, { ...data, BackendServers: {} })).toBe('none');
});

test.each([
  { name: 'a field that does not exist', template: '{{ .Port }}', message: /can't evaluate field Port/ },
  { name: 'a function that is not known', template: '{{ printf "x" }}', message: /function "printf" is not supported, only .*JoinHostPort are/ },
  { name: 'a function with too little', template: '{{ JoinHostPort "a" }}', message: /wrong number of arguments for JoinHostPort: 1/ },
  { name: 'a variable that was not declared', template: '{{ $x }}', message: /undefined variable "\$x"/ },
  { name: 'a variable outside of its loop', template: '{{ range $x := .BackendServers }}{{ end }}{{ $x.Address }}', message: /undefined variable/ },
  { name: 'an assignment', template: '{{ $x := .IPv6 }}', message: /variables can only be declared by \{\{ range \}\}/ },
  { name: 'three variables', template: '{{ range $a, $b, $c := .BackendServers }}{{ end }}', message: /one or two variables/ },
  { name: 'a loop over a text', template: '{{ range .FrontendControlPlanePort }}{{ end }}', message: /goes over the values of an object/ },
  { name: 'an open loop', template: '{{ range .BackendServers }}', message: /\{\{ range \}\} has no \{\{ end \}\}/ },
])('renderHAProxyTemplate refuses $name', ({ template, message }) => {
  expect(() => renderHAProxyTemplate(template, data)).toThrow(expect.objectContaining({ code: 'Template', message: expect.stringMatching(message) }));
});

test('the usual configuration: every server once, in the order of names', () => {
  const lines = defaultHAProxyConfig(two).split('\n');
  expect(lines).toContain('  bind *:7777');
  expect(lines.filter((line) => line.startsWith('  server'))).toEqual([
    '  server a 1.1.1.1:6443 weight 100 check check-ssl verify none resolvers docker resolve-prefer ipv4',
    '  server b 1.1.1.2:6443 weight 0 check check-ssl verify none resolvers docker resolve-prefer ipv4',
  ]);
  expect(defaultHAProxyConfig({ ...data, IPv6: true, BackendServers: { a: { Address: 'fc00::2', Weight: 100 } } })).toMatch(/bind :::7777;[^]*server a \[fc00::2\]:6443 .* ipv6/);
  expect(joinHostPort('h', '1')).toBe('h:1');
});
