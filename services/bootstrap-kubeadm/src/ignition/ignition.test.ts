import type { KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import type { CloudInitFile } from '../cloud-init/write-files.ts';
import { ignitionWarnings, initIgnition, joinIgnition, type IgnitionMachine } from './ignition.ts';

interface Document {
  readonly ignition: object;
  readonly passwd: { readonly users?: readonly object[] };
  readonly systemd: { readonly units: readonly { readonly name: string; readonly contents?: string }[] };
  readonly storage: { readonly files: readonly { readonly path: string; readonly mode: number; readonly contents: { readonly source: string } }[]; readonly disks?: unknown; readonly filesystems?: unknown };
}

const machine = (spec: KubeadmConfigSpec, files: readonly CloudInitFile[] = spec.files ?? []): IgnitionMachine => ({ spec, users: spec.users ?? [], files });
const joined = (spec: KubeadmConfigSpec, files?: readonly CloudInitFile[]): Document => JSON.parse(joinIgnition({ ...machine(spec, files), joinConfiguration: 'kind: JoinConfiguration\n' })) as Document;
const sourceOf = ({ storage }: Document, path: string): string => storage.files.find((file) => file.path === path)?.contents.source ?? '';
const contentOf = (document: Document, path: string): string => decodeURIComponent(sourceOf(document, path).replace('data:,', ''));

const kubeadmService = `[Unit]
Description=kubeadm
ConditionPathExists=/etc/kubeadm.yml
After=network.target
[Service]
Type=oneshot
ExecStart=/bin/bash /etc/kubeadm.sh
[Install]
WantedBy=multi-user.target
`;

test('the machine that starts a cluster: certificates, a script, a configuration, and a service that runs once', () => {
  const certificate = { path: '/etc/kubernetes/pki/ca.crt', owner: 'root:root', permissions: '0640', content: '-----BEGIN\n' };
  const document = JSON.parse(initIgnition({ ...machine({ preKubeadmCommands: ['first', 'cat <<EOF\n  x\nEOF\n'], postKubeadmCommands: ['last'] }, [certificate]), clusterConfiguration: 'kind: ClusterConfiguration\n', initConfiguration: 'kind: InitConfiguration\n' })) as Document;
  expect(document).toEqual({
    ignition: { version: '2.3.0' },
    passwd: {},
    systemd: { units: [{ name: 'kubeadm.service', enabled: true, contents: kubeadmService }] },
    storage: {
      files: [
        { filesystem: 'root', path: '/etc/kubernetes/pki/ca.crt', user: { name: 'root' }, group: { name: 'root' }, mode: 0o640, contents: { source: 'data:,-----BEGIN%0A' } },
        { filesystem: 'root', path: '/etc/kubeadm.sh', mode: 0o700, contents: { source: expect.any(String) } },
        { filesystem: 'root', path: '/etc/kubeadm.yml', mode: 0o600, contents: { source: 'data:,---%0Akind%3A%20ClusterConfiguration%0A%0A---%0Akind%3A%20InitConfiguration%0A' } },
      ],
    },
  });
  expect(contentOf(document, '/etc/kubeadm.sh')).toBe(`#!/bin/bash
set -e

first
cat <<EOF
  x
EOF


kubeadm init --config /etc/kubeadm.yml${' '}
mkdir -p /run/cluster-api && echo success > /run/cluster-api/bootstrap-success.complete
mv /etc/kubeadm.yml /tmp/

last
`);
});

test('a machine that joins', () => {
  const document = joined({ verbosity: 7 });
  expect(contentOf(document, '/etc/kubeadm.sh')).toContain('\nkubeadm join --config /etc/kubeadm.yml --v 7\n');
  expect(contentOf(document, '/etc/kubeadm.yml')).toBe('---\nkind: JoinConfiguration\n');
});

const contents = [
  { name: 'no line feed at the end', why: 'files are lines', file: { content: 'a' }, source: 'data:,a%0A' },
  { name: 'many line feeds at the end', why: 'cloud-init machines get one', file: { content: 'a\n\n\n' }, source: 'data:,a%0A' },
  { name: 'line ends of Windows', why: 'cloud-init machines get line feeds', file: { content: 'a\r\nb' }, source: 'data:,a%0Ab%0A' },
  { name: 'an indented first line', why: 'it is content', file: { content: '  a\nb\n' }, source: 'data:,%20%20a%0Ab%0A' },
  { name: 'nothing', why: 'empty files are files', file: { content: '' }, source: 'data:,' },
  { name: 'more than ASCII', why: 'escapes stand for bytes', file: { content: 'ü!' }, source: 'data:,%C3%BC!%0A' },
  { name: 'bytes', why: 'they are no text', file: { encoding: 'base64', content: 'AP+A\nYQ==' }, source: 'data:,%00%FF%80a' },
];
test.each(contents)('content: $name ($why)', ({ file, source }) => {
  expect(sourceOf(joined({}, [{ path: '/f', ...file }]), '/f')).toBe(source);
});

const attributes = [
  { name: 'user and group', file: { owner: 'u:g' }, want: { user: { name: 'u' }, group: { name: 'g' } } },
  { name: 'user', file: { owner: 'u' }, want: { user: { name: 'u' } } },
  { name: 'user before a colon', file: { owner: 'u:' }, want: { user: { name: 'u' } } },
  { name: 'group', file: { owner: ':g' }, want: { group: { name: 'g' } } },
  { name: 'ids', file: { owner: '0:010' }, want: { user: { id: 0 }, group: { id: 10 } } },
  { name: 'octal permissions', file: { permissions: '0600' }, want: { mode: 0o600 } },
  { name: 'octal permissions without zero', file: { permissions: '755' }, want: { mode: 0o755 } },
  { name: 'no permissions', file: {}, want: { mode: 0o644 } },
  { name: 'append', file: { append: true }, want: { append: true } },
];
test.each(attributes)('file: $name', ({ file, want }) => {
  expect(joined({}, [{ path: '/f', content: 'x', ...file }]).storage.files[0]).toMatchObject({ path: '/f', ...want });
});

test('users, their sudo rules, and passwords where they are not locked', () => {
  const users = [
    { name: 'a', gecos: 'A: b #c', groups: 'x, y,z', homeDir: '/h', shell: '/s', passwd: '$6$h', primaryGroup: 'p', sudo: 'ALL=(ALL) NOPASSWD:ALL', sshAuthorizedKeys: ['k'], lockPassword: false },
    { name: 'b', lockPassword: false },
    { name: 'c', lockPassword: true },
  ];
  const document = joined({ users });
  expect(document.passwd.users).toEqual([
    { name: 'a', gecos: 'A: b #c', groups: ['x', 'y', 'z'], homeDir: '/h', shell: '/s', passwordHash: '$6$h', primaryGroup: 'p', sshAuthorizedKeys: ['k'] },
    { name: 'b' },
    { name: 'c' },
  ]);
  expect(contentOf(document, '/etc/sudoers.d/a')).toBe('a ALL=(ALL) NOPASSWD:ALL\n');
  expect(contentOf(document, '/etc/ssh/sshd_config')).toMatch(/\nMatch User a,b\n {2}PasswordAuthentication yes\n$/);
  expect(document.storage.files.map(({ path }) => path)).toEqual(['/etc/sudoers.d/a', '/etc/ssh/sshd_config', '/etc/kubeadm.sh', '/etc/kubeadm.yml']);
});

const clocks = [
  { name: 'servers', ntp: { enabled: true, servers: ['a', 'b'] }, units: ['kubeadm.service', 'ntpd.service'], servers: ['server a', 'server b'] },
  { name: 'no servers', ntp: { enabled: true }, units: ['kubeadm.service', 'ntpd.service'], servers: undefined },
  { name: 'off', ntp: { enabled: false, servers: ['a'] }, units: ['kubeadm.service'], servers: undefined },
];
test.each(clocks)('ntp: $name', ({ ntp, units, servers }) => {
  const document = joined({ ntp });
  expect(document.systemd.units.map(({ name }) => name)).toEqual(units);
  expect(contentOf(document, '/etc/ntp.conf').match(/^server .*/gm) ?? undefined).toEqual(servers);
});

test('disks, file systems and mounts', () => {
  const { storage, systemd } = joined({
    diskSetup: {
      partitions: [{ device: '/dev/vdb', layout: true, overwrite: true, tableType: 'gpt' }, { device: '/dev/vdc', layout: false }],
      filesystems: [{ device: '/dev/vdb1', filesystem: 'ext4', label: 'data', overwrite: true, extraOpts: ['-F'] }, { device: '/dev/vdc', filesystem: 'xfs', label: 'raw' }],
    },
    mounts: [['data', '/var/lib/my-data/', 'noatime', 'ro'], ['LABEL=other', '/.o'], ['/dev/vdd', '/']],
  });
  expect(storage.disks).toEqual([{ device: '/dev/vdb', wipeTable: true, partitions: [{}] }, { device: '/dev/vdc' }]);
  expect(storage.filesystems).toEqual([
    { name: 'data', mount: { device: '/dev/vdb1', format: 'ext4', label: 'data', wipeFilesystem: true, options: ['-F'] } },
    { name: 'raw', mount: { device: '/dev/vdc', format: 'xfs', label: 'raw' } },
  ]);
  expect(systemd.units.slice(1).map(({ name }) => name)).toEqual(['var-lib-my\\x2ddata.mount', '\\x2eo.mount', '-.mount']);
  expect(systemd.units[1]?.contents).toBe('[Unit]\nDescription = Mount data\n\n[Mount]\nWhat=/dev/vdb1\nWhere=/var/lib/my-data/\nOptions=noatime,ro\n\n[Install]\nWantedBy=multi-user.target\n');
  expect(systemd.units[2]?.contents).toContain('What=LABEL=other\n');
});

test('additional configuration comes after ours', () => {
  const additionalConfig = `
ignition: {timeouts: {http_total: 5}}
systemd:
  units:
  - name: kubeadm.service
    dropins: [{name: 10-x.conf, contents: "[Unit]\\nRequires=containerd.service\\n"}]
storage:
  files: [{path: /opt/foo, mode: 0644, contents: {inline: Howdy!}}]
  directories: [{path: /opt/bar, mode: 0700}]
`;
  const document = joined({ ignition: { containerLinuxConfig: { additionalConfig, strict: true } } });
  expect(document.ignition).toEqual({ version: '2.3.0', timeouts: { httpTotal: 5 } });
  expect(document.systemd.units).toEqual([expect.objectContaining({ contents: kubeadmService }), { name: 'kubeadm.service', dropins: [{ name: '10-x.conf', contents: '[Unit]\nRequires=containerd.service\n' }] }]);
  expect(document.storage.files.map(({ path, mode }) => [path, mode])).toEqual([['/etc/kubeadm.sh', 0o700], ['/etc/kubeadm.yml', 0o600], ['/opt/foo', 0o644]]);
  expect(document.storage).toMatchObject({ directories: [{ path: '/opt/bar', mode: 0o700 }] });
});

const additional = (additionalConfig: string, strict?: boolean): KubeadmConfigSpec => ({ ignition: { containerLinuxConfig: { additionalConfig, ...(strict === undefined ? {} : { strict }) } } });

test('warnings refuse additional configuration only where the user is strict', () => {
  const text = 'storage: {files: [{path: /f}]}';
  expect(joined(additional(text)).storage.files.at(-1)).toMatchObject({ path: '/f', mode: 0o644 });
  expect(ignitionWarnings({ ...additional(text), format: 'ignition' })).toBe('storage.files[0].mode: mode unspecified for file, defaulting to 0644');
  expect(ignitionWarnings({ ...additional('storage: {}'), format: 'ignition' })).toBeUndefined();
  expect(() => joined(additional(text, true))).toThrow(expect.objectContaining({ code: 'Terminal', message: expect.stringContaining('storage.files[0].mode: mode unspecified') }));
});

const refused: readonly { readonly name: string; readonly spec: KubeadmConfigSpec; readonly message: string }[] = [
  { name: 'an inactive user', spec: { users: [{ name: 'u', inactive: true }] }, message: 'spec.users[0].inactive: not supported' },
  { name: 'gzip', spec: { files: [{ path: '/f', encoding: 'gzip', content: 'x' }] }, message: 'spec.files[0].encoding: not supported' },
  { name: 'boot commands', spec: { bootCommands: ['x'] }, message: 'spec.bootCommands: not supported' },
  { name: 'another partition table', spec: { diskSetup: { partitions: [{ device: '/d', tableType: 'mbr' }] } }, message: 'spec.diskSetup.partitions[0].tableType: only' },
  { name: 'percentages of a disk', spec: { diskSetup: { partitions: [{ device: '/d', diskLayout: [{ percentage: 50 }] }] } }, message: 'spec.diskSetup.partitions[0].diskLayout is not supported' },
  { name: 'an unknown file system', spec: { diskSetup: { filesystems: [{ device: '/d', filesystem: 'ext3', label: 'l' }] } }, message: 'storage.filesystems[0].mount.format: invalid filesystem format "ext3"' },
  { name: 'a label that is too long', spec: { diskSetup: { filesystems: [{ device: '/d', filesystem: 'xfs', label: '1234567890123' }] } }, message: 'storage.filesystems[0].mount.label: filesystem labels cannot be longer than 12' },
  { name: 'a mount of nothing', spec: { mounts: [['data', '/d']] }, message: 'spec.mounts[0]: "data" is neither a device nor' },
  { name: 'a mount without path', spec: { mounts: [['/dev/x']] }, message: 'spec.mounts[0]: "" is not an absolute path' },
  { name: 'broken base64', spec: { files: [{ path: '/f', encoding: 'base64', content: 'secret!' }] }, message: 'content of file "/f" is not base64' },
  { name: 'permissions in words', spec: { files: [{ path: '/f', permissions: 'rw', content: 'x' }] }, message: 'permissions of file "/f" are no octal file mode' },
  { name: 'a relative path', spec: { files: [{ path: 'f', content: 'x' }] }, message: 'storage.files[0].path: path not absolute: "f"' },
  { name: 'broken YAML', spec: additional('password: hunter2\na: {'), message: 'spec.ignition.containerLinuxConfig.additionalConfig: is not YAML:' },
  { name: 'etcd of the operating system', spec: additional('etcd: {version: 3}'), message: 'additionalConfig: etcd: is not supported' },
];
test.each(refused)('refused, with its field: $name', ({ spec, message }) => {
  const problem = expect.objectContaining({ code: 'Terminal', message: expect.stringContaining(message) });
  expect(() => joined(spec)).toThrow(problem);
  expect(() => joined(spec)).not.toThrow(/secret|hunter2/);
});
