import { gzipSync } from 'node:zlib';
import type { BootstrapStep } from './bootstrap-plan.ts';
import { planBootstrap } from './plan-bootstrap.ts';

const plan = (document: object): ReturnType<typeof planBootstrap> => planBootstrap(JSON.stringify({ ignition: { version: '2.3.0' }, ...document }), 'ignition', { hostname: 'node-1' });
const whats = (document: object): readonly string[] => plan(document).steps.map(({ what }) => what);
const textOf = (step: BootstrapStep | undefined): string => (step?.kind === 'writeFile' ? Buffer.from(step.content).toString() : '');

test('accounts, folders, files and links come before units', () => {
  expect(whats({
    systemd: { units: [{ name: 'a.service', contents: '[Service]', enabled: true, dropins: [{ name: '10.conf', contents: '[Unit]' }] }, { name: 'b.service', mask: true }, { name: 'c.service', contents: 'x' }] },
    storage: { files: [{ path: '/etc/f', mode: 420 }], directories: [{ path: '/d' }], links: [{ path: '/l', target: '/etc/f' }] },
    passwd: { users: [{ name: 'u' }], groups: [{ name: 'g' }] },
  })).toEqual([
    'create group g', 'create user u', 'make folder /d', 'write /etc/f', 'link /l',
    'write /etc/systemd/system/a.service', 'write /etc/systemd/system/a.service.d/10.conf', 'write /etc/systemd/system/c.service', 'reload systemd', 'start a.service', 'mask b.service',
  ]);
});

const urls = [
  { name: 'percent escapes', contents: { source: 'data:,a%20b%0A%C3%BC' }, want: 'a b\nü' },
  { name: 'base64', contents: { source: `data:text/plain;charset=utf-8;base64,${Buffer.from('a, b\nü').toString('base64')}` }, want: 'a, b\nü' },
  { name: 'gzip', contents: { source: `data:;base64,${gzipSync('zipped').toString('base64')}`, compression: 'gzip' }, want: 'zipped' },
  { name: 'nothing', contents: {}, want: '' },
];
test.each(urls)('contents: $name', ({ contents, want }) => {
  expect(textOf(plan({ storage: { files: [{ path: '/f', contents }] } }).steps[0])).toBe(want);
});

test('files keep mode and owner, and version 3 appends', () => {
  const { steps } = plan({ storage: { files: [
    { path: '/f', mode: 384, user: { name: 'u' }, group: { id: 7 }, contents: { source: 'data:,a' } },
    { path: '/g', append: [{ source: 'data:,b' }] },
    { path: '/h', append: true, contents: { source: 'data:,c' } },
  ] } });
  expect(steps).toMatchObject([
    { path: '/f', permissions: '0600', owner: 'u:7', append: false },
    { path: '/g', permissions: '0644', owner: 'root:root', append: true },
    { path: '/h', append: true },
  ]);
});

test("kubeadm's script and configuration are changed for containers", () => {
  const script = `#!/bin/bash\nset -e\nkubeadm init --config /etc/kubeadm.yml\n`;
  const { steps } = plan({ storage: { files: [
    { path: '/etc/kubeadm.sh', contents: { source: `data:,${encodeURIComponent(script)}` } },
    { path: '/etc/kubeadm.yml', contents: { source: `data:,${encodeURIComponent('kind: InitConfiguration\n')}` } },
  ] } });
  expect(textOf(steps[0])).toContain('capd.bootstrap.started && kubeadm init --ignore-preflight-errors=all --config /etc/kubeadm.yml');
  expect(textOf(steps[1])).toMatch(/runtime-cgroups[\s\S]*KubeProxyConfiguration/);
});

test('units of other images may fail to start, ours may not', () => {
  const { steps } = plan({ systemd: { units: [{ name: 'ntpd.service', enabled: true }, { name: 'kubeadm.service', contents: '[Service]', enable: true }] } });
  expect(steps.filter(({ what }) => what.startsWith('start')).map((step) => step.kind === 'run' && step.mayFail)).toEqual([true, false]);
});

test('disks are named as ignored', () => {
  expect(plan({ storage: { disks: [{ device: '/dev/vdb' }] } }).ignored).toEqual(['storage.disks']);
});

const malformed = [
  { name: 'no version', document: { ignition: {} }, field: 'ignition.version' },
  { name: 'a relative path', document: { storage: { files: [{ path: 'f' }] } }, field: 'storage.files[0].path' },
  { name: 'octal text', document: { storage: { files: [{ path: '/f', mode: '0644' }] } }, field: 'storage.files[0].mode' },
  { name: 'a file from elsewhere', document: { storage: { files: [{ path: '/f', contents: { source: 'https://x' } }] } }, field: 'storage.files[0].contents.source' },
  { name: 'broken escape', document: { storage: { files: [{ path: '/f', contents: { source: 'data:,%zz' } }] } }, field: 'storage.files[0].contents.source' },
  { name: 'broken base64', document: { storage: { files: [{ path: '/f', contents: { source: 'data:;base64,*' } }] } }, field: 'storage.files[0].contents.source' },
  { name: 'unknown compression', document: { storage: { files: [{ path: '/f', contents: { source: 'data:,a', compression: 'xz' } }] } }, field: 'storage.files[0].contents.compression' },
  { name: 'a unit in another folder', document: { systemd: { units: [{ name: '../a.service' }] } }, field: 'systemd.units[0].name' },
  { name: 'units as mapping', document: { systemd: { units: {} } }, field: 'systemd.units' },
];
test.each(malformed)('malformed: $name → $field', ({ document, field }) => {
  expect(() => plan(document)).toThrow(expect.objectContaining({ code: 'InvalidBootstrapData', field }));
});
