import { describeFindings, Findings } from './findings.ts';
import { readYaml } from './read-yaml.ts';
import { translate } from './translate.ts';

function translated(text: string) {
  const reading = new Findings();
  const { config, findings } = translate(readYaml(text, reading));
  return { config, findings: [...reading.all, ...findings] };
}

const hash = 'a'.repeat(128);
const cases = [
  {
    name: 'modes',
    why: "zeros lead octal numbers, whatever YAML's version",
    text: 'storage: {files: [{path: /a, mode: 0644}, {path: /b, mode: 420}, {path: /c, mode: 0o600}, {path: /d, mode: 0x1ff}, {path: /e, mode: 0}]}',
    want: { storage: { files: [{ mode: 0o644 }, { mode: 420 }, { mode: 0o600 }, { mode: 0o777 }, { mode: 0 }] } },
  },
  {
    name: 'content',
    why: 'scalars are text as they are written',
    text: 'storage: {files: [{path: /a, mode: 0, contents: {inline: 0644}}, {path: /b, mode: 0, contents: {inline: true}}, {path: /c, mode: 0, contents: {inline: !!binary "AP8="}}, {path: /d, mode: 0, contents: {inline: ~}}]}',
    want: { storage: { files: [{ contents: { source: 'data:,0644' } }, { contents: { source: 'data:,true' } }, { contents: { source: 'data:,%00%FF' } }, { contents: { source: 'data:,' } }] } },
  },
  {
    name: 'remote content',
    why: 'Ignition downloads it',
    text: `storage: {files: [{path: /a, mode: 0, contents: {remote: {url: "https://x/y", compression: gzip, verification: {hash: {function: sha512, sum: ${hash}}}}}}]}`,
    want: { storage: { files: [{ contents: { source: 'https://x/y', compression: 'gzip', verification: { hash: `sha512-${hash}` } } }] } },
  },
  {
    name: 'directories and links',
    why: 'they are like files',
    text: 'storage: {directories: [{path: /d, mode: 0700, user: {id: 0}, group: {name: g}, overwrite: no}], links: [{path: /l, target: /d, hard: on, filesystem: root}]}',
    want: { storage: { directories: [{ filesystem: 'root', path: '/d', mode: 0o700, user: { id: 0 }, group: { name: 'g' }, overwrite: false }], links: [{ path: '/l', target: '/d', hard: true }] } },
  },
  {
    name: 'disks',
    why: 'sizes are in MiB, types are GUIDs',
    text: 'storage: {disks: [{device: /dev/a, wipe_table: true, partitions: [{label: "", number: 1, size: 1.5GiB, start: 1MB, type_guid: raid_partition}, {size: 1GB512MB}, {size: 0}]}]}',
    want: { storage: { disks: [{ device: '/dev/a', wipeTable: true, partitions: [{ label: '', number: 1, sizeMiB: 1536, startMiB: 1, typeGuid: 'a19d880f-05fc-4d3b-a006-743f0f84911e' }, { sizeMiB: 1536 }, { sizeMiB: 0 }] }] } },
  },
  {
    name: 'arrays and file systems',
    why: 'Flatcar can have its root on them',
    text: 'storage: {raid: [{name: md0, level: raid1, devices: [/dev/a, /dev/b], spares: 1, options: [-x]}], filesystems: [{name: ROOT, mount: {device: /dev/md0, format: ext4, label: ROOT, wipe_filesystem: true, options: [-O]}}, {name: p, path: /sysroot}]}',
    want: { storage: { raid: [{ name: 'md0', level: 'raid1', devices: ['/dev/a', '/dev/b'], spares: 1, options: ['-x'] }], filesystems: [{ name: 'ROOT', mount: { device: '/dev/md0', format: 'ext4', label: 'ROOT', wipeFilesystem: true, options: ['-O'] } }, { name: 'p', path: '/sysroot' }] } },
  },
  {
    name: 'accounts',
    why: 'names of fields differ',
    text: 'passwd: {users: [{name: core, uid: 0, home_dir: /h, no_create_home: true, password_hash: "", groups: [a, 1]}], groups: [{name: g, gid: 0, system: true}]}',
    want: { passwd: { users: [{ name: 'core', uid: 0, homeDir: '/h', noCreateHome: true, passwordHash: '', groups: ['a', '1'] }], groups: [{ name: 'g', gid: 0, system: true }] } },
  },
  {
    name: 'units',
    why: 'not enabled is something else than not said',
    text: 'systemd: {units: [{name: a.service, enabled: false}, {name: b.service, mask: true}, {name: c.service, enable: yes, contents: "# c\\n[Service]\\nExecStart=/a \\\\\\n  -b\\n[Install]\\nWantedBy=x"}]}\nnetworkd: {units: [{name: a.network, contents: "[Match]\\nName=*"}]}',
    want: { systemd: { units: [{ name: 'a.service', enabled: false }, { name: 'b.service', mask: true }, { name: 'c.service', enable: true }] }, networkd: { units: [{ name: 'a.network' }] } },
  },
  {
    name: 'docker, updates and restarts',
    why: 'they are units and a file of the operating system',
    text: 'docker: {flags: [--a, --b]}\nupdate: {group: BETA, machine_alias: m}\nlocksmith: {reboot_strategy: off, window_start: Sun 04:00, window_length: 1h30m}',
    want: {
      systemd: { units: [{ name: 'docker.service', enable: true, dropins: [{ name: '20-clct-docker.conf', contents: '[Service]\nEnvironment="DOCKER_OPTS=--a --b"' }] }] },
      storage: { files: [{ path: '/etc/coreos/update.conf', mode: 0o644, contents: { source: expect.stringMatching(/^data:,GROUP%3Dbeta%0AMACHINE_ALIAS%3Dm%0AREBOOT_STRATEGY%3D%22off%22%0A/) } }] },
    },
  },
  {
    name: 'settings of Ignition',
    why: 'large configurations are in a bucket',
    text: 'ignition: {config: {append: [{source: "s3://b/k"}]}, timeouts: {http_total: 0}, security: {tls: {certificate_authorities: [{source: "data:,x"}]}}}',
    want: { ignition: { version: '2.3.0', config: { append: [{ source: 's3://b/k' }] }, timeouts: { httpTotal: 0 }, security: { tls: { certificateAuthorities: [{ source: 'data:,x' }] } } } },
  },
  { name: 'anchors', why: 'they are YAML', text: 'version: 0\nstorage: {directories: [&d {path: /a, mode: 0700}, {<<: *d, path: /b}]}', want: { storage: { directories: [{ path: '/a', mode: 0o700 }, { path: '/b', mode: 0o700 }] } } },
];
test.each(cases)('$name ($why)', ({ text, want }) => {
  const { config, findings } = translated(text);
  expect(findings).toEqual([]);
  expect(config).toMatchObject(want);
});

const warnings = [
  { text: 'foo: 1', path: 'foo' },
  { text: 'storage: {files: [{path: /a, mode: 0, Append: true}]}', path: 'storage.files[0].Append' },
  { text: 'storage: {directories: [{path: /a}]}', path: 'storage.directories[0].mode' },
  { text: 'storage: {files: [{path: /a, mode: 0, filesystem: f}]}', path: 'storage.files[0].filesystem' },
  { text: 'storage: {filesystems: [{name: f, path: /a}, {name: f, path: /b}]}', path: 'storage.filesystems[1].name' },
  { text: 'storage: {filesystems: [{name: f, mount: {device: /d, format: ext4, create: {force: true}}}]}', path: 'storage.filesystems[0].mount.create' },
  { text: 'storage: {disks: [{device: /d, partitions: [{label: "a:b"}]}]}', path: 'storage.disks[0].partitions[0].label' },
  { text: 'passwd: {users: [{name: u, create: {uid: 1}}]}', path: 'passwd.users[0].create' },
  { text: 'systemd: {units: [{name: a.service, enabled: true, contents: "[Service]\\nA=b"}]}', path: 'systemd.units[0]' },
  { text: 'update: {machine_alias: m}', path: 'update.group' },
  { text: '# nothing', path: '' },
];
test.each(warnings)('warning at $path: $text', ({ text, path }) => {
  expect(translated(text).findings).toEqual([expect.objectContaining({ severity: 'warning', path })]);
});

const errors = [
  { text: '- a', path: '' },
  { text: 'version: 1', path: 'version' },
  { text: 'storage: {files: {path: /a}}', path: 'storage.files' },
  { text: 'storage: {files: [a]}', path: 'storage.files[0]' },
  { text: 'storage: {files: [~]}', path: 'storage.files[0]' },
  { text: 'storage: {files: [{path: a, mode: 0}]}', path: 'storage.files[0].path' },
  { text: 'storage: {files: [{path: /a, mode: rw}]}', path: 'storage.files[0].mode' },
  { text: 'storage: {files: [{path: /a, mode: 0800}]}', path: 'storage.files[0].mode' },
  { text: 'storage: {files: [{path: /a, mode: 010000}]}', path: 'storage.files[0].mode' },
  { text: 'storage: {files: [{path: /a, mode: 0, user: {id: 1, name: n}}]}', path: 'storage.files[0].user' },
  { text: 'storage: {files: [{path: /a, mode: 0, append: true, overwrite: true}]}', path: 'storage.files[0]' },
  { text: 'storage: {files: [{path: /a, mode: 0, append: maybe}]}', path: 'storage.files[0].append' },
  { text: 'storage: {files: [{path: /a, mode: 0, contents: {inline: x, remote: {url: "http://x"}}}]}', path: 'storage.files[0].contents' },
  { text: 'storage: {files: [{path: /a, mode: 0, contents: {local: x}}]}', path: 'storage.files[0].contents.local' },
  { text: 'storage: {files: [{path: /a, mode: 0, contents: {inline: [x]}}]}', path: 'storage.files[0].contents.inline' },
  { text: 'storage: {files: [{path: /a, mode: 0, contents: {remote: {url: "ftp://x"}}}]}', path: 'storage.files[0].contents.remote.url' },
  { text: 'storage: {files: [{path: /a, mode: 0, contents: {remote: {url: "http://x", compression: xz}}}]}', path: 'storage.files[0].contents.remote.compression' },
  { text: 'storage: {files: [{path: /a, mode: 0, contents: {remote: {url: "http://x", verification: {hash: {function: md5, sum: x}}}}}]}', path: 'storage.files[0].contents.remote.verification.hash' },
  { text: 'storage: {disks: [{wipe_table: true}]}', path: 'storage.disks[0].device' },
  { text: 'storage: {disks: [{device: /d, partitions: [{size: 10}]}]}', path: 'storage.disks[0].partitions[0].size' },
  { text: 'storage: {disks: [{device: /d, partitions: [{start: 1KiB}]}]}', path: 'storage.disks[0].partitions[0].start' },
  { text: 'storage: {disks: [{device: /d, partitions: [{size: -1GiB}]}]}', path: 'storage.disks[0].partitions[0].size' },
  { text: 'storage: {disks: [{device: /d, partitions: [{guid: x}]}]}', path: 'storage.disks[0].partitions[0].guid' },
  { text: `storage: {disks: [{device: /d, partitions: [{label: ${'x'.repeat(37)}}]}]}`, path: 'storage.disks[0].partitions[0].label' },
  { text: 'storage: {disks: [{device: /d, partitions: [{number: 1}, {number: 1}]}]}', path: 'storage.disks[0].partitions' },
  { text: 'storage: {raid: [{name: a, level: x, devices: [/a]}]}', path: 'storage.raid[0].level' },
  { text: 'storage: {raid: [{name: a, level: stripe, spares: 1, devices: [/a]}]}', path: 'storage.raid[0].spares' },
  { text: 'storage: {raid: [{name: a, level: stripe, devices: [a]}]}', path: 'storage.raid[0].devices[0]' },
  { text: 'storage: {filesystems: [{name: a}]}', path: 'storage.filesystems[0]' },
  { text: 'storage: {filesystems: [{name: a, path: x}]}', path: 'storage.filesystems[0].path' },
  { text: 'storage: {filesystems: [{name: a, mount: {device: /d, format: ntfs}}]}', path: 'storage.filesystems[0].mount.format' },
  { text: 'systemd: {units: [{name: a.foo}]}', path: 'systemd.units[0].name' },
  { text: 'systemd: {units: [{name: a.service, contents: "[Service"}]}', path: 'systemd.units[0].contents' },
  { text: 'systemd: {units: [{name: a.service, contents: "[Service] x"}]}', path: 'systemd.units[0].contents' },
  { text: 'systemd: {units: [{name: a.service, contents: "[Service]\\nx"}]}', path: 'systemd.units[0].contents' },
  { text: 'systemd: {units: [{name: a.service, dropins: [{name: a.txt}]}]}', path: 'systemd.units[0].dropins[0].name' },
  { text: 'networkd: {units: [{name: a.service}]}', path: 'networkd.units[0].name' },
  { text: 'ignition: {config: {replace: {source: x}}}', path: 'ignition.config.replace.source' },
  { text: 'locksmith: {reboot_strategy: x}', path: 'locksmith.reboot_strategy' },
  { text: 'locksmith: {window_start: "04:00"}', path: 'locksmith' },
  { text: 'locksmith: {window_start: "Foo 04:00", window_length: 1h}', path: 'locksmith.window_start' },
  { text: 'locksmith: {window_start: "04:00", window_length: 1}', path: 'locksmith.window_length' },
  { text: 'etcd: {name: x}', path: 'etcd' },
  { text: 'flannel: {interface: x}', path: 'flannel' },
  { text: 'a: {', path: '' },
];
test.each(errors)('error at $path: $text', ({ text, path }) => {
  expect(translated(text).findings.filter(({ severity }) => severity === 'error')).toEqual([expect.objectContaining({ path })]);
});

test('a setting and the deprecated object for it exclude each other', () => {
  const { findings } = translated('passwd: {users: [{name: u, shell: /s, create: {uid: 1}}]}\nstorage: {filesystems: [{name: f, mount: {device: /d, format: ext4, wipe_filesystem: true, options: [-x], create: {force: true}}}]}');
  expect(findings.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toEqual(['storage.filesystems[0].mount.wipe_filesystem', 'storage.filesystems[0].mount.options', 'passwd.users[0].shell']);
});

test('many or long findings still make a short message', () => {
  const { findings } = translated(`storage: {files: [${'x, '.repeat(5000)}]}`);
  expect(describeFindings(findings)).toMatch(/^storage\.files\[0\]: expected a mapping; .*; and 4990 more$/);
  expect(describeFindings(translated(`version: 0\n${'x'.repeat(9000)}: 1`).findings)).toHaveLength(301);
});

test('a small document cannot become a large one', () => {
  const aliases = (name: string): string => `[${Array.from({ length: 60 }, () => `*${name}`).join(', ')}]`;
  const text = `a: &a {number: 1}\nb: &b {device: /d, partitions: ${aliases('a')}}\nstorage: {disks: ${aliases('b')}}`;
  expect(translated(text).findings).toEqual([expect.objectContaining({ severity: 'error', path: '', message: expect.stringContaining('alias') })]);
});
