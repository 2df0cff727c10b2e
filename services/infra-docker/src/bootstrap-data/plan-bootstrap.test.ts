import { gzipSync } from 'node:zlib';
import { load, loadAll } from 'js-yaml';
import type { BootstrapStep, WriteFileStep } from './bootstrap-plan.ts';
import { planBootstrap } from './plan-bootstrap.ts';

const facts = { hostname: 'node-1', failureDomain: 'fd1' };
const plan = (text: string): ReturnType<typeof planBootstrap> => planBootstrap(text, 'cloud-config', facts);
const stepsOf = (text: string): readonly BootstrapStep[] => plan(text).steps;
const gzipped = (text: string): string => gzipSync(text).toString('base64');
const textOf = (step: BootstrapStep | undefined): string => Buffer.from((step as WriteFileStep).content).toString();
const commandOf = (step: BootstrapStep | undefined): string => (step?.kind === 'run' ? step.command.join(' ') : '');

describe('cloud-config', () => {
  test('runs in the order of cloud-init, whatever the order of the document', () => {
    const text = `#cloud-config
runcmd: [echo last]
write_files:
  - {path: /etc/later, content: b, defer: true}
  - {path: /etc/first, content: a}
users: [{name: alice}]
ntp: {enabled: true, servers: [a.test, b.test]}
hostname: other
mounts: [[/dev/vdb, /data]]
bootcmd: [echo first]
`;
    expect(stepsOf(text).map(({ what }) => what)).toEqual([
      'run echo first', 'write /etc/first', 'mount /dev/vdb at /data', 'set the hostname to other', 'create user alice', 'configure time servers', 'write /etc/later', 'run echo last',
    ]);
  });

  test('names what containers have no use for, and does nothing about it', () => {
    const result = plan('disk_setup: {/dev/vdb: {layout: true}}\nfs_setup: [{device: /dev/vdb}]\npackages: [jq]\nruncmd: [echo]\n');
    expect(result.ignored).toEqual(['disk_setup', 'fs_setup', 'packages']);
    expect(result.steps).toHaveLength(1);
  });

  const encodings = [
    { encoding: '', content: 'plain ü\n' },
    { encoding: 'text/plain', content: 'plain ü\n' },
    { encoding: 'b64', content: Buffer.from('plain ü\n').toString('base64') },
    { encoding: 'base64', content: `${Buffer.from('plain ü\n').toString('base64')}\n` },
    { encoding: 'gz+b64', content: gzipped('plain ü\n') },
    { encoding: 'gzip+b64', content: gzipped('plain ü\n') },
    { encoding: 'gz+base64', content: gzipped('plain ü\n') },
    { encoding: ' GZIP+Base64 ', content: gzipped('plain ü\n') },
    { encoding: 'gzip', content: gzipSync('plain ü\n').toString('latin1') },
  ];
  test.each(encodings)('write_files decodes $encoding', ({ encoding, content }) => {
    const [step] = stepsOf(JSON.stringify({ write_files: [{ path: '/etc/a', encoding, content }] }));
    expect(textOf(step)).toBe('plain ü\n');
  });

  test('write_files keeps owner, permissions and append, and has defaults', () => {
    const steps = stepsOf(`write_files:
- {path: /etc/a, owner: "nobody:nogroup", permissions: '0600', append: true, content: x}
- {path: /etc/b, permissions: 0755}
- {path: /etc/c, content: !!binary aGk=, encoding: b64}
- {path: " /etc/d "}
`);
    expect(steps[0]).toMatchObject({ what: 'append to /etc/a', path: '/etc/a', owner: 'nobody:nogroup', permissions: '0600', append: true });
    expect(steps[1]).toMatchObject({ owner: 'root:root', permissions: '755', append: false, content: Buffer.from('') });
    expect(steps[3]).toMatchObject({ path: '/etc/d', permissions: '0644' });
  });

  test('runcmd takes text for a shell and words for a program', () => {
    expect(stepsOf('runcmd:\n- echo "$HOME" && ls\n- [touch, /a b, 1, yes]\n')).toEqual([
      { kind: 'run', what: 'run echo "$HOME" && ls', command: ['/bin/sh', '-c', 'echo "$HOME" && ls'] },
      { kind: 'run', what: 'run touch /a b 1 true', command: ['touch', '/a b', '1', 'true'] },
    ]);
  });

  test('kubeadm overlooks what containers lack and leaves the mark of the Docker provider first', () => {
    const [init, join, words, other] = stepsOf(`runcmd:
- kubeadm init --config /run/kubeadm/kubeadm.yaml  && echo success > /run/cluster-api/bootstrap-success.complete
- kubeadm join --config x
- [kubeadm, join, --config, x]
- cat /etc/kubeadm init-notes; my-kubeadm init; kubeadm initialise
`);
    const flag = '--ignore-preflight-errors=SystemVerification,Swap,FileContent--proc-sys-net-bridge-bridge-nf-call-iptables';
    const mark = 'mkdir -p /run/cluster-api && echo started > /run/cluster-api/capd.bootstrap.started';
    expect(commandOf(init)).toBe(`/bin/sh -c ${mark} && kubeadm init ${flag} --config /run/kubeadm/kubeadm.yaml  && echo success > /run/cluster-api/bootstrap-success.complete`);
    expect(commandOf(join)).toBe(`/bin/sh -c ${mark} && kubeadm join ${flag} --config x`);
    expect(commandOf(words)).toBe(`/bin/sh -c ${mark} && exec kubeadm "$@" kubeadm join ${flag} --config x`);
    expect(commandOf(other)).toBe('/bin/sh -c cat /etc/kubeadm init-notes; my-kubeadm init; kubeadm initialise');
  });

  const initConfig = `---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.36.3
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
nodeRegistration:
  kubeletExtraArgs:
  - {name: eviction-hard, value: mine}
  - {name: node-labels, value: a=b}
`;

  test("kubeadm's configuration gets what kubelet and kube-proxy need in containers; what the user says stays", () => {
    const [step] = stepsOf(JSON.stringify({ write_files: [{ path: '/run/kubeadm/kubeadm.yaml', content: initConfig }] }));
    const [cluster, init, proxy] = loadAll(textOf(step)) as readonly Record<string, unknown>[];
    expect(cluster).toEqual({ apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'ClusterConfiguration', kubernetesVersion: 'v1.36.3' });
    expect(init).toMatchObject({
      nodeRegistration: {
        criSocket: 'unix:///var/run/containerd/containerd.sock',
        kubeletExtraArgs: [
          { name: 'eviction-hard', value: 'mine' }, { name: 'node-labels', value: 'a=b' }, { name: 'image-gc-high-threshold', value: '100' },
          { name: 'fail-swap-on', value: 'false' }, { name: 'runtime-cgroups', value: '/system.slice/containerd.service' },
        ],
      },
    });
    expect(proxy).toMatchObject({ kind: 'KubeProxyConfiguration', conntrack: { maxPerCore: 0 } });
  });

  test('a join has no configuration of kube-proxy, and before v1beta4 arguments are a mapping', () => {
    const content = 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\nnodeRegistration:\n  criSocket: unix:///x\n  kubeletExtraArgs: {v: "5"}\n';
    const [step] = stepsOf(JSON.stringify({ write_files: [{ path: '/run/kubeadm/kubeadm-join-config.yaml', content }] }));
    expect(load(textOf(step))).toMatchObject({ nodeRegistration: { criSocket: 'unix:///x', kubeletExtraArgs: { v: '5', 'fail-swap-on': 'false' } } });
  });

  test('templates are filled in where the header asks for it; raw blocks and the unknown stay', () => {
    const body = '#cloud-config\nruncmd:\n- echo {{ ds.meta_data.hostname }} {{v1.local_hostname}} {{ ds.meta_data.availability_zone }} {{ .Values.x }} {{ unknown }} {% raw %}{{ v1.local_hostname }}{% endraw %}\n';
    expect(stepsOf(`## template: jinja\n${body}`)[0]?.what).toBe('run echo node-1 node-1 fd1 {{ .Values.x }} {{ unknown }} {{ v1.local_hostname }}');
    expect(stepsOf(body)[0]?.what).toContain('echo {{ ds.meta_data.hostname }}');
  });

  test('users get what they ask for, and no secret is in what people see', () => {
    const [step] = stepsOf(`users:
- default
- name: bob
  gecos: Bob's account
  groups: sudo, docker
  sudo: ALL=(ALL) NOPASSWD:ALL
  passwd: $6$hash
  lock_passwd: false
  shell: /bin/sh
  ssh_authorized_keys: [ssh-ed25519 AAAA bob@x]
`);
    expect(step?.what).toBe('create user bob');
    expect(commandOf(step)).toContain(`useradd '-m' '-c' 'Bob'\\''s account' '-s' '/bin/sh' '-G' 'sudo,docker' 'bob'`);
    expect(commandOf(step)).toContain(`'bob:$6$hash' | chpasswd -e`);
    expect(commandOf(step)).toContain(`'bob ALL=(ALL) NOPASSWD:ALL' >> /etc/sudoers.d/90-cloud-init-users`);
    expect(commandOf(step)).not.toContain('usermod -L');
  });

  test('long commands are cut, and tokens of kubeadm hidden, in what people see', () => {
    const [step] = stepsOf(`runcmd: ['kubeadm join 10.0.0.1:6443 --token abcdef.0123456789abcdef --certificate-key ${'0f'.repeat(32)} ${'x'.repeat(300)}']`);
    expect(step?.what).toMatch(/^run kubeadm join 10\.0\.0\.1:6443 --token <token> --certificate-key <key> x+…$/);
    expect(step?.what.length).toBeLessThan(200);
  });

  test('a script is run, and gzip is seen through', () => {
    const script = gzipSync('#!/bin/bash\nkubeadm init\n');
    const [step] = planBootstrap(script, 'cloud-config', facts).steps;
    expect(step?.what).toBe('run the script in the bootstrap data');
    expect(commandOf(step)).toMatch(/#!\/bin\/bash\n.*kubeadm init --ignore-preflight-errors/);
  });

  const malformed = [
    { name: 'nothing', text: ' ', field: 'document' },
    { name: 'broken YAML', text: 'a: {', field: 'document' },
    { name: 'a list', text: '- a', field: 'document' },
    { name: 'write_files as mapping', text: 'write_files: {a: b}', field: 'write_files' },
    { name: 'a file without path', text: 'write_files: [{content: x}]', field: 'write_files[0].path' },
    { name: 'a relative path', text: 'write_files: [{path: etc/x}]', field: 'write_files[0].path' },
    { name: 'broken base64', text: 'write_files: [{path: /a}, {path: /b, encoding: b64, content: "not base64!"}]', field: 'write_files[1].content' },
    { name: 'broken gzip', text: 'write_files: [{path: /b, encoding: gz+b64, content: aGVsbG8=}]', field: 'write_files[0].content' },
    { name: 'permissions in words', text: 'write_files: [{path: /b, permissions: rw-r--r--}]', field: 'write_files[0].permissions' },
    { name: 'a file from elsewhere', text: 'write_files: [{path: /b, source: {uri: "http://x"}}]', field: 'write_files[0].source' },
    { name: 'append in words', text: 'write_files: [{path: /b, append: "sometimes"}]', field: 'write_files[0].append' },
    { name: 'runcmd as text', text: 'runcmd: echo', field: 'runcmd' },
    { name: 'a mapping for a command', text: 'runcmd: [echo, {a: b}]', field: 'runcmd[1]' },
    { name: 'no words', text: 'runcmd: [[]]', field: 'runcmd[0]' },
    { name: 'NUL', text: 'runcmd: ["a\\0b"]', field: 'runcmd[0]' },
    { name: 'a user without name', text: 'users: [{gecos: x}]', field: 'users[0].name' },
    { name: 'mounts without device', text: 'mounts: [[]]', field: 'mounts[0]' },
    { name: 'ntp as list', text: 'ntp: [a]', field: 'ntp' },
    { name: "kubeadm's configuration broken", text: 'write_files: [{path: /run/kubeadm/kubeadm.yaml, content: "a: {"}]', field: 'write_files[0].content' },
    { name: "kubeadm's configuration of another kind", text: 'write_files: [{path: /run/kubeadm/kubeadm.yaml, content: "kind: Pod"}]', field: 'write_files[0].content' },
  ];
  test.each(malformed)('malformed: $name → $field', ({ text, field }) => {
    expect(() => plan(text)).toThrow(expect.objectContaining({ code: 'InvalidBootstrapData', retry: 'never', field }));
  });

  test('complaints never repeat the data', () => {
    expect(() => plan('password: hunter2\nbroken: {')).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
    expect(() => planBootstrap('{"password": hunter2}', 'ignition', facts)).toThrow(expect.objectContaining({ message: 'bootstrap data: document: is not JSON' }));
  });
});
