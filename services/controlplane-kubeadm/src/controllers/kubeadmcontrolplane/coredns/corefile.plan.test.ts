import fc from 'fast-check';
import { formatCorefile, parseCorefile, type CorefileServer } from './corefile.plan.ts';

test('servers, plugins and options are read; comments and spaces do not count', () => {
  const text = `# stub
.:53 example.org {  # default
	errors {
	  consolidate 5m ".* i/o \\"timeout\\"$" # noisy
	}
	ready
}
a.b { cache 30
}
`;
  expect(parseCorefile(text)).toEqual([
    { zones: ['.:53', 'example.org'], plugins: [{ name: 'errors', args: [], options: [{ name: 'consolidate', args: ['5m', '.* i/o "timeout"$'] }] }, { name: 'ready', args: [], options: [] }] },
    { zones: ['a.b'], plugins: [{ name: 'cache', args: ['30'], options: [] }] },
  ]);
});

const odd = [
  { name: 'nothing', why: 'an empty Corefile is valid', text: '', want: [] },
  { name: 'a comment', why: 'it says nothing', text: '# x', want: [] },
  { name: 'a server without block', why: 'CoreDNS takes it too', text: 'a.b', want: [{ zones: ['a.b'], plugins: [] }] },
  { name: 'a quote that never ends', why: 'it runs to the end', text: '. {\n  log "x y\n}', want: [{ zones: ['.'], plugins: [{ name: 'log', args: ['x y\n}'], options: [] }] }] },
  { name: 'a mark of byte order', why: 'editors write it', text: '\uFEFFa.b', want: [{ zones: ['a.b'], plugins: [] }] },
  { name: 'Windows line ends', why: 'editors write them', text: '. {\r\n  log\r\n}\r\n', want: [{ zones: ['.'], plugins: [{ name: 'log', args: [], options: [] }] }] },
];
test.each(odd)('reads $name ($why)', ({ text, want }) => {
  expect(parseCorefile(text)).toEqual(want);
});

test('it is written with four spaces a level', () => {
  const servers: CorefileServer[] = [{ zones: ['.:53'], plugins: [{ name: 'health', args: [], options: [{ name: 'lameduck', args: ['5s'] }] }, { name: 'log', args: ['a b'], options: [] }] }, { zones: ['x'], plugins: [{ name: 'loop', args: [], options: [] }] }];
  expect(formatCorefile(servers)).toBe('.:53 {\n    health {\n        lameduck 5s\n    }\n    log "a b"\n}\n\nx {\n    loop\n}\n');
});

test('what is written is read back the same', () => {
  const word = fc.stringMatching(/^[a-z0-9.:/*"]+( [a-z"]+)?$/).filter((text) => !text.startsWith('"') && (text.includes(' ') || !text.includes('"')));
  const name = fc.stringMatching(/^[a-z_]+$/);
  const option = fc.record({ name, args: fc.array(word, { maxLength: 3 }) });
  const plugin = fc.record({ name, args: fc.array(word, { maxLength: 3 }), options: fc.array(option, { maxLength: 3 }) });
  const server = fc.record({ zones: fc.array(fc.stringMatching(/^[a-z.]+(:53)?$/), { minLength: 1, maxLength: 2 }), plugins: fc.array(plugin, { minLength: 1, maxLength: 4 }) });
  fc.assert(fc.property(fc.array(server, { maxLength: 3 }), (servers) => expect(parseCorefile(formatCorefile(servers))).toEqual(servers)));
});
