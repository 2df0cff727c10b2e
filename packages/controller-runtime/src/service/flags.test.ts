import fc from 'fast-check';
import { booleanFlag, describeFlags, durationFlag, integerFlag, listFlag, numberFlag, parseFlags, stringFlag } from './flags.ts';

const schema = {
  'leader-elect': booleanFlag(false, 'Lead'),
  'sync-period': durationFlag(600_000, 'Sync'),
  'kube-api-qps': numberFlag(100, 'Rate'),
  'webhook-port': integerFlag(9443, 'Port'),
  namespace: stringFlag('', 'Namespace'),
  'feature-gates': listFlag([], 'Gates'),
};
const parse = (...args: string[]) => parseFlags(schema, args);

const accepted = [
  { name: 'nothing', why: 'defaults hold', args: [], want: { 'leader-elect': false, 'sync-period': 600_000, 'webhook-port': 9443, namespace: '' } },
  { name: 'an equals sign', why: 'the usual form', args: ['--namespace=a=b'], want: { namespace: 'a=b' } },
  { name: 'a value after a space', why: 'pflag reads it too', args: ['--namespace', 'x', '--webhook-port', '0'], want: { namespace: 'x', 'webhook-port': 0 } },
  { name: 'a switch', why: 'it needs no value', args: ['--leader-elect', '--namespace=x'], want: { 'leader-elect': true, namespace: 'x' } },
  { name: 'a switch that is off', why: 'manifests write it so', args: ['--leader-elect=false'], want: { 'leader-elect': false } },
  { name: 'underscores', why: 'upstream reads them as dashes', args: ['--sync_period=1h'], want: { 'sync-period': 3_600_000 } },
  { name: 'one dash', why: 'Go does not mind', args: ['-namespace=x'], want: { namespace: 'x' } },
  { name: 'a repeated list', why: 'lists add up', args: ['--feature-gates=A=true,B=false', '--feature-gates=C=true'], want: { 'feature-gates': ['A=true', 'B=false', 'C=true'] } },
  { name: 'an empty list', why: 'manifests substitute nothing', args: ['--feature-gates='], want: { 'feature-gates': [] } },
  { name: 'a repeated value', why: 'the last one counts', args: ['--namespace=a', '--namespace=b'], want: { namespace: 'b' } },
];
test.each(accepted)('$name is read ($why)', ({ args, want }) => {
  expect(parse(...args).values).toMatchObject(want);
});

test('it is known which flags were given', () => {
  expect([...parse('--namespace=', '--leader_elect').given]).toEqual(['namespace', 'leader-elect']);
});

const refused = [
  { name: 'a typing error', args: ['--leader-elekt'], message: 'unknown flag --leader-elekt, did you mean --leader-elect?' },
  { name: 'something else', args: ['--frobnicate-the-zebra'], message: 'unknown flag --frobnicate-the-zebra, see --help' },
  { name: 'a name every object has', args: ['--constructor=x'], message: 'unknown flag --constructor' },
  { name: 'no flag', args: ['start'], message: 'unexpected argument "start": only flags are accepted, see --help' },
  { name: 'no value', args: ['--namespace'], message: 'flag --namespace needs a value' },
  { name: 'no number', args: ['--webhook-port=x'], message: 'flag --webhook-port: "x" is no whole number' },
  { name: 'half a number', args: ['--webhook-port=1.5'], message: 'flag --webhook-port: "1.5" is no whole number' },
  { name: 'an empty number', args: ['--kube-api-qps='], message: 'flag --kube-api-qps: "" is no number' },
  { name: 'no boolean', args: ['--leader-elect=maybe'], message: 'flag --leader-elect: "maybe" is neither true nor false' },
  { name: 'a duration without unit', args: ['--sync-period=10'], message: 'flag --sync-period: "10" is no duration, write it like 90s, 15m or 1h30m' },
];
test.each(refused)('$name is refused: $message', ({ args, message }) => {
  expect(() => parse(...args)).toThrow(expect.objectContaining({ code: 'Flag', message: expect.stringContaining(message) as string }) as Error);
});

test('the help shows every flag with its kind and default, sorted', () => {
  expect(describeFlags({ b: schema['sync-period'], a: schema['leader-elect'] })).toBe('  --a\n      Lead (default false)\n  --b duration\n      Sync (default 600s)');
});

const durations = [
  { text: '1h15m30.5s', want: 4_530_500 },
  { text: '250ms', want: 250 },
  { text: '-1.5h', want: -5_400_000 },
  { text: '.5s', want: 500 },
  { text: '0', want: 0 },
  { text: '1', want: undefined },
  { text: '', want: undefined },
  { text: '1h x', want: undefined },
  { text: 's', want: undefined },
];
const durationOf = (text: string): number => parse(`--sync-period=${text}`).values['sync-period'];
test.each(durations)('duration $text is $want ms', ({ text, want }) => {
  if (want === undefined) expect(() => durationOf(text)).toThrow('is no duration');
  else expect(durationOf(text)).toBe(want);
});

test('whole durations are read as Go writes them', () => {
  fc.assert(fc.property(fc.nat(99), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => expect(durationOf(`${hours}h${minutes}m${seconds}s`)).toBe(((hours * 60 + minutes) * 60 + seconds) * 1000)));
});
