import fc from 'fast-check';
import { coreDNSReleases } from '@clusterwright/api/coredns-releases';
import { migrateCorefile } from './corefile-migration.plan.ts';
import { parseCorefile } from './corefile.plan.ts';

const server = (...lines: string[]) => `.:53 {\n${lines.map((line) => `    ${line}\n`).join('')}}\n`;
const block = (plugin: string, ...options: string[]) => [`${plugin} {`, ...options.map((option) => `    ${option}`), '}'];
const kubernetes = (...options: string[]) => block('kubernetes cluster.local', ...options);

const cases = [
  { name: 'loop', why: '1.2.1 finds forwarding loops', from: '1.2.0', to: '1.2.1', before: server('proxy . /etc/resolv.conf'), after: server('proxy . /etc/resolv.conf', 'loop') },
  { name: 'loop only where queries are forwarded', why: 'there is no loop elsewhere', from: '1.2.0', to: '1.2.1', before: server('errors'), after: server('errors') },
  { name: 'ready', why: '1.5.0 brings it, and the Deployment asks it', from: '1.4.0', to: '1.5.0', before: server('errors', 'kubernetes cluster.local'), after: server('errors', 'kubernetes cluster.local', 'ready') },
  { name: 'ready twice', why: 'it is there', from: '1.4.0', to: '1.5.0', before: server('kubernetes cluster.local', 'ready'), after: server('kubernetes cluster.local', 'ready') },
  { name: 'lameduck', why: 'a default of 1.6.5', from: '1.6.2', to: '1.6.7', before: server('health'), after: server(...block('health', 'lameduck 5s')) },
  { name: 'lameduck of the user', why: 'it stays', from: '1.6.2', to: '1.6.7', before: server(...block('health', 'lameduck 9s')), after: server(...block('health', 'lameduck 9s')) },
  { name: 'max_concurrent', why: 'a default of 1.7.0', from: '1.6.7', to: '1.7.0', before: server('forward . /etc/resolv.conf'), after: server(...block('forward . /etc/resolv.conf', 'max_concurrent 1000')) },
  { name: 'upstream', why: 'ignored since 1.5.0', from: '1.4.0', to: '1.5.0', before: server(...kubernetes('upstream', 'ttl 30'), 'ready'), after: server(...kubernetes('ttl 30'), 'ready') },
  { name: 'upstream, discouraged only', why: '1.4.0 still reads it', from: '1.3.1', to: '1.4.0', before: server(...kubernetes('upstream')), after: server(...kubernetes('upstream')) },
  { name: 'resyncperiod', why: 'ignored since 1.6.0', from: '1.5.2', to: '1.6.0', before: server(...kubernetes('resyncperiod 5m')), after: server('kubernetes cluster.local') },
  { name: 'several endpoints', why: 'all but the first are ignored', from: '1.9.3', to: '1.10.0', before: server(...kubernetes('endpoint a b c')), after: server(...kubernetes('endpoint a')) },
  { name: 'transfer', why: 'a plugin of its own since 1.8.0', from: '1.7.1', to: '1.8.0', before: server(...kubernetes('transfer to * 10.0.0.1')), after: server('kubernetes cluster.local', ...block('transfer cluster.local', 'to * 10.0.0.1')) },
  { name: 'transfer to nobody', why: 'there is nothing to keep', from: '1.7.1', to: '1.8.0', before: server(...kubernetes('transfer')), after: server('kubernetes cluster.local') },
  { name: 'https_google', why: 'gone with 1.1.4', from: '1.1.3', to: '1.1.4', before: server(...block('proxy . 8.8.8.8', 'protocol https_google')), after: server('proxy . 8.8.8.8') },
  {
    name: 'proxy',
    why: 'replaced by forward in 1.5.0',
    from: '1.4.0',
    to: '1.5.0',
    before: server(...block('proxy . 8.8.8.8', 'policy least_conn', 'fail_timeout 5s', 'max_fails 3', 'health_check /x', 'spray', 'except a.b', 'protocol dns')),
    after: server(...block('forward . 8.8.8.8', 'force_tcp', 'except a.b')),
  },
  { name: 'proxy over TCP', why: 'forward says it otherwise', from: '1.4.0', to: '1.5.0', before: server(...block('proxy . 8.8.8.8', 'policy random', 'protocol force_tcp x')), after: server(...block('forward . 8.8.8.8', 'policy random', 'force_tcp')) },
  { name: 'a stub domain', why: 'forward may stand once in a server', from: '1.3.1', to: '1.4.0', before: server('forward . 8.8.8.8', 'forward corp 10.0.0.9'), after: `${server('forward . 8.8.8.8')}\ncorp {\n    forward . 10.0.0.9\n    loop\n    errors\n    cache 30\n}\n` },
];
test.each(cases)('$name: $from → $to ($why)', ({ from, to, before, after }) => {
  expect(parseCorefile(migrateCorefile(before, from, to))).toEqual(parseCorefile(after));
});

test('nothing is rewritten where nothing changes, comments included', () => {
  const text = '# mine\n.:53 {\n   errors\n   forward . /etc/resolv.conf {\n      max_concurrent 1000\n   }\n}\n';
  expect(migrateCorefile(text, '1.11.1', '1.14.6')).toBe(text);
  expect(migrateCorefile(text, '1.2.3', '1.2.3')).toBe(text);
});

const refusals = [
  { name: 'down', why: 'what was changed cannot be changed back', from: '1.11.1', to: '1.10.1', text: '', want: 'unable to migrate the Corefile of CoreDNS 1.11.1 to 1.10.1: there is no migration to 1.10.1' },
  { name: 'from an unknown release', why: 'nobody knows what it reads', from: '1.8.2', to: '1.10.1', text: '', want: 'unable to migrate the Corefile of CoreDNS 1.8.2 to 1.10.1: migration from 1.8.2 is not supported' },
  { name: 'a stub domain of several zones', why: 'whose it is cannot be told', from: '1.3.1', to: '1.4.0', text: 'a b {\n forward corp 1.1.1.1\n}', want: 'unable to migrate the Corefile: a server of several zones forwards a stub domain' },
  { name: 'a stub domain of another server', why: 'it would answer to all', from: '1.3.1', to: '1.4.0', text: 'a {\n forward corp 1.1.1.1\n}', want: 'unable to migrate the Corefile: server a forwards a stub domain, which only the default server may' },
  { name: 'forward to nowhere', why: 'CoreDNS would not start', from: '1.3.1', to: '1.4.0', text: '. {\n forward\n}', want: 'unable to migrate the Corefile: forward without a zone' },
];
test.each(refusals)('refuses: $name ($why)', ({ from, to, text, want }) => {
  expect(() => migrateCorefile(text, from, to)).toThrow(expect.objectContaining({ code: 'CorefileMigration', message: want }));
});

test('in two steps it comes out as in one', () => {
  const text = server('errors', 'health', ...kubernetes('upstream', 'resyncperiod 5m', 'transfer to *', 'endpoint a b'), ...block('proxy . 8.8.8.8', 'protocol https_google', 'policy least_conn'), 'cache 30');
  const indexes = fc.uniqueArray(fc.nat({ max: coreDNSReleases.length - 1 }), { minLength: 3, maxLength: 3 }).map((list) => list.toSorted((a, b) => a - b).map((index) => coreDNSReleases[index] ?? ''));
  fc.assert(
    fc.property(indexes, ([from = '', via = '', to = '']) => {
      expect(parseCorefile(migrateCorefile(migrateCorefile(text, from, via), via, to))).toEqual(parseCorefile(migrateCorefile(text, from, to)));
    }),
  );
});
