import { validateKubeadmConfigTemplate } from '../kubeadm-config-template/kubeadm-config-template.validation.ts';
import { validateKubeadmConfig } from '../kubeadm-config/kubeadm-config.validation.ts';
import golden from './admission.golden.json' with { type: 'json' };
import type { KubeadmConfigSpec } from './kubeadm-config-spec.schema.ts';
import { unreadableBootstrapToken, validateControlPlaneTimeouts, validateKubeadmConfigSpec } from './kubeadm-config-spec.validation.ts';

type Case = (typeof golden.cases)[number];
type JsonObject = Record<string, unknown>;

/** The object a recorded case is about: a base with one value set or removed. */
function objectOf({ base, mutation }: Case): never {
  const object = structuredClone(golden.bases[base as keyof typeof golden.bases]);
  const keys = mutation.path.split(/\.|\[|\]/).filter(Boolean);
  const last = keys.pop() ?? '';
  // A walk over JSON; missing parents are made, and lists are objects with numbers for names.
  const parent = keys.reduce((target, key) => (target[key] ??= {}) as JsonObject, object as JsonObject);
  if (mutation.op === 'remove' && Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (mutation.op === 'remove') delete parent[last];
  else parent[last] = mutation.value;
  return object as never;
}

// Recorded from upstream's webhooks; cases that the schema refuses are left out.
test.each(golden.cases.map((given) => ({ ...given, name: `${given.base}: ${given.mutation.op} ${given.mutation.path}`, outcome: given.refused.join(', ') || 'accepted' })))('$name → $outcome', (given) => {
  const validate = given.base === 'kubeadmconfig' ? validateKubeadmConfig : validateKubeadmConfigTemplate;
  const fields = validate(objectOf(given), { ignition: false }).map(({ field }) => field);
  expect([...new Set(fields)].sort()).toEqual(given.refused);
});

const from = { secret: { name: 's', key: 'k' } };
const ignition = { format: 'ignition' } as const;
interface Refusal {
  readonly name: string;
  readonly why: string;
  readonly spec: KubeadmConfigSpec;
  readonly gate?: boolean;
  readonly want: readonly string[];
}
const refusals: readonly Refusal[] = [
  { name: 'content and contentFrom', why: 'only one can be written', spec: { files: [{ path: '/a', content: 'x', contentFrom: from }] }, want: ['Invalid spec.files[0]'] },
  { name: 'contentFrom without names', why: 'nothing to read', spec: { files: [{ path: '/a', contentFrom: { secret: { name: '', key: '' } } }] }, want: ['Required spec.files[0].contentFrom.secret.name', 'Required spec.files[0].contentFrom.secret.key'] },
  { name: 'passwd and passwdFrom', why: 'only one can be written', spec: { users: [{ name: 'u', passwd: 'x', passwdFrom: from }] }, want: ['Invalid spec.users[0]'] },
  { name: 'passwdFrom without key', why: 'nothing to read', spec: { users: [{ name: 'u', passwdFrom: { secret: { name: 's', key: '' } } }] }, want: ['Required spec.users[0].passwdFrom.secret.key'] },
  { name: 'a disk of 101 %', why: 'it does not fit', spec: { diskSetup: { partitions: [{ device: 'd', diskLayout: [{ percentage: 60 }, { percentage: 41 }] }] } }, want: ['Invalid spec.diskSetup.partitions[0].diskLayout'] },
  { name: 'a disk of 100 %', why: 'it fits', spec: { diskSetup: { partitions: [{ device: 'd', diskLayout: [{ percentage: 60 }, { percentage: 40 }] }] } }, want: [] },
  {
    name: 'two ways to log in',
    why: 'kubeconfigs have one',
    spec: { joinConfiguration: { discovery: { file: { kubeConfigPath: '/f', kubeConfig: { user: { exec: { command: 'c' }, authProvider: { name: 'p' } } } } } } },
    want: ['Invalid spec.joinConfiguration.discovery.file.kubeconfig.user'],
  },
  { name: 'ignition without the gate', why: 'alpha', spec: { ...ignition, ignition: { containerLinuxConfig: { strict: true } } }, want: ['Forbidden spec.format', 'Forbidden spec.ignition'] },
  { name: 'ignition settings for cloud-init', why: 'they have no effect', gate: true, spec: { ignition: { containerLinuxConfig: { strict: true } } }, want: ['Invalid spec.format'] },
  { name: 'cloud-init with the gate', why: 'the gate changes nothing for it', gate: true, spec: { bootCommands: ['x'] }, want: [] },
  {
    name: 'what ignition cannot do',
    why: 'it would be ignored',
    gate: true,
    spec: {
      ...ignition,
      users: [{ name: 'u', inactive: true }, { name: 'v', inactive: false }],
      files: [{ path: '/a', encoding: 'gzip' }, { path: '/b', encoding: 'gzip+base64' }, { path: '/c', encoding: 'base64' }],
      bootCommands: ['x'],
      diskSetup: { partitions: [{ device: 'd', layout: true, tableType: 'mbr' }, { device: 'e', layout: true, tableType: 'gpt' }], filesystems: [{ device: 'd', filesystem: 'ext4', replaceFS: 'ntfs', partition: 'auto' }] },
    },
    want: [
      'Forbidden spec.users[0].inactive',
      'Forbidden spec.files[0].encoding',
      'Forbidden spec.files[1].encoding',
      'Forbidden spec.bootCommands',
      'Invalid spec.diskSetup.partitions[0].tableType',
      'Forbidden spec.diskSetup.filesystems[0].replaceFS',
      'Forbidden spec.diskSetup.filesystems[0].partition',
    ],
  },
];

test.each(refusals)('validateKubeadmConfigSpec: $name ($why)', ({ spec, gate = false, want }) => {
  expect(validateKubeadmConfigSpec(spec, 'spec', { ignition: gate }).map(({ type, field }) => `${type} ${field}`)).toEqual(want);
});

test('messages never show what may be secret', () => {
  const spec = { files: [{ path: '/a', content: 'hidden', contentFrom: from }, { path: '/a', content: 'hidden' }], users: [{ name: 'u', passwd: 'hidden', passwdFrom: from }] };
  expect(JSON.stringify(validateKubeadmConfigSpec(spec, 'spec', { ignition: false }))).not.toContain('hidden');
});

test('the timeouts of a control plane agree', () => {
  const timeouts = (seconds: number) => ({ timeouts: { controlPlaneComponentHealthCheckSeconds: seconds } });
  expect(validateControlPlaneTimeouts({ initConfiguration: timeouts(5), joinConfiguration: timeouts(5) }, 'spec')).toEqual([]);
  expect(validateControlPlaneTimeouts({}, 'spec')).toEqual([]);
  expect(validateControlPlaneTimeouts({ initConfiguration: timeouts(5) }, 'spec').map(({ field, value }) => [field, value])).toEqual([
    ['spec.initConfiguration.timeouts.controlPlaneComponentHealthCheckSeconds', '5'],
    ['spec.joinConfiguration.timeouts.controlPlaneComponentHealthCheckSeconds', 'unset'],
  ]);
});

test.each([
  { token: 'abcdef.0123456789abcdef', want: undefined },
  { token: 'other-value', want: 'spec.initConfiguration.bootstrapTokens[1].token is not of the form id.secret' },
  { token: 'ABCDEF.0123456789abcdef', want: 'spec.initConfiguration.bootstrapTokens[1].token is not of the form id.secret' },
])('unreadableBootstrapToken: $token', ({ token, want }) => {
  const bootstrapTokens = [{ token: 'abcdef.0123456789abcdef' }, { token }];
  const problem = unreadableBootstrapToken({ initConfiguration: { bootstrapTokens } }, 'spec');
  if (want === undefined) expect(problem).toBeUndefined();
  else expect(problem).toContain(want);
  expect(problem ?? '').not.toContain(token);
});
