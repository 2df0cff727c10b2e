import { planBootstrap } from './plan-bootstrap.ts';

/** What bootstrap-kubeadm makes of a KubeadmConfig with everything that Ignition can do, and with an additional configuration. */
const rendered = {
  ignition: { version: '2.3.0', timeouts: { httpTotal: 5 } },
  passwd: { users: [{ name: 'bob', gecos: 'Bob', homeDir: '/home/bob', primaryGroup: 'staff', groups: ['adm', 'sudo'], shell: '/bin/bash', passwordHash: '$6$hash', sshAuthorizedKeys: ['ssh-ed25519 AAAA bob@x'] }] },
  storage: {
    disks: [{ device: '/dev/vdb', wipeTable: true, partitions: [{}] }],
    filesystems: [{ name: 'data', mount: { device: '/dev/vdb1', format: 'ext4', label: 'data', wipeFilesystem: true, options: ['-F'] } }],
    files: [
      { filesystem: 'root', path: '/etc/sudoers.d/bob', mode: 384, contents: { source: 'data:,bob%20ALL%3D(ALL)%20NOPASSWD%3AALL%0A' } },
      { filesystem: 'root', path: '/etc/kubernetes/pki/ca.crt', user: { name: 'root' }, group: { name: 'root' }, mode: 416, contents: { source: 'data:,-----BEGIN%20CERTIFICATE-----%0A' } },
      { filesystem: 'root', path: '/etc/binary', user: { id: 7 }, mode: 384, contents: { source: 'data:,%00%FF%C3%BC!' }, append: true },
      { filesystem: 'root', path: '/etc/kubeadm.sh', mode: 448, contents: { source: 'data:,%23!%2Fbin%2Fbash%0Aset%20-e%0A%0Afirst%0A%0Akubeadm%20join%20--config%20%2Fetc%2Fkubeadm.yml%20%0Amkdir%20-p%20%2Frun%2Fcluster-api%20%26%26%20echo%20success%20%3E%20%2Frun%2Fcluster-api%2Fbootstrap-success.complete%0Amv%20%2Fetc%2Fkubeadm.yml%20%2Ftmp%2F%0A' } },
      { filesystem: 'root', path: '/etc/kubeadm.yml', mode: 384, contents: { source: 'data:,---%0AapiVersion%3A%20kubeadm.k8s.io%2Fv1beta4%0Akind%3A%20JoinConfiguration%0AnodeRegistration%3A%0A%20%20taints%3A%20null%0A' } },
      { filesystem: 'root', path: '/etc/ntp.conf', mode: 420, contents: { source: 'data:,server%20a%0A' } },
    ],
    directories: [{ filesystem: 'root', path: '/opt/bar', mode: 448 }],
  },
  systemd: {
    units: [
      { name: 'kubeadm.service', enabled: true, contents: '[Unit]\nDescription=kubeadm\nConditionPathExists=/etc/kubeadm.yml\nAfter=network.target\n[Service]\nType=oneshot\nExecStart=/bin/bash /etc/kubeadm.sh\n[Install]\nWantedBy=multi-user.target\n' },
      { name: 'ntpd.service', enabled: true },
      { name: 'var-lib-my\\x2ddata.mount', enabled: true, contents: '[Mount]\nWhat=/dev/vdb1\nWhere=/var/lib/my-data\nOptions=\n' },
      { name: 'kubeadm.service', dropins: [{ name: '10-x.conf', contents: '[Unit]\nRequires=containerd.service\n' }] },
    ],
  },
};

const plan = planBootstrap(JSON.stringify(rendered), 'ignition', { hostname: 'node-1' });

test('bootstrap data in format ignition are understood as a whole', () => {
  expect(plan.steps.map(({ what }) => what)).toEqual([
    'create user bob',
    'make folder /opt/bar',
    'write /etc/sudoers.d/bob',
    'write /etc/kubernetes/pki/ca.crt',
    'append to /etc/binary',
    'write /etc/kubeadm.sh',
    'write /etc/kubeadm.yml',
    'write /etc/ntp.conf',
    'write /etc/systemd/system/kubeadm.service',
    'write /etc/systemd/system/var-lib-my\\x2ddata.mount',
    'write /etc/systemd/system/kubeadm.service.d/10-x.conf',
    'reload systemd',
    'start kubeadm.service',
    'start ntpd.service',
    'start var-lib-my\\x2ddata.mount',
  ]);
  expect(plan.ignored).toEqual(['storage.disks', 'storage.filesystems']);
});

test('files keep mode, owner and bytes', () => {
  const files = plan.steps.flatMap((step) => (step.kind === 'writeFile' ? [{ ...step, content: Buffer.from(step.content) }] : []));
  expect(files.slice(0, 3)).toMatchObject([
    { permissions: '0600', owner: 'root:root', content: Buffer.from('bob ALL=(ALL) NOPASSWD:ALL\n') },
    { permissions: '0640', owner: 'root:root' },
    { permissions: '0600', owner: '7:root', append: true, content: Buffer.from([0, 0xff, 0xc3, 0xbc, 0x21]) },
  ]);
  expect(files[3]?.content.toString()).toMatch(/\nfirst\n\n.*capd\.bootstrap\.started && kubeadm join --ignore-preflight-errors=all --config \/etc\/kubeadm\.yml \n.*bootstrap-success\.complete\nmv /);
  expect(files[4]?.content.toString()).toMatch(/kind: JoinConfiguration\n[^]*fail-swap-on/);
});

test('only the service that runs kubeadm has to start', () => {
  expect(plan.steps.slice(-3).map((step) => step.kind === 'run' && step.mayFail)).toEqual([false, true, true]);
});
