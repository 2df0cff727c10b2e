import type { ContainerSpec } from '../../ports/container-engine.ts';
import { containerConfig } from './container-config.ts';
import type { ContainerConfigInput } from './container-config.ts';

const spec: ContainerSpec = { name: 'a', image: 'image', network: 'kind', labels: { l: '1' } };
const configOf = (overrides: Partial<ContainerConfigInput> = {}): object =>
  // As it goes over the wire, without what is undefined.
  JSON.parse(JSON.stringify(containerConfig({ spec, rights: { kind: 'privileged' }, proxy: {}, subnets: ['172.18.0.0/16'], facts: { storageDriver: 'overlay2', securityOptions: ['name=seccomp,profile=default'] }, ...overrides }))) as object;

test('a plain container has no special rights, and keeps the entrypoint of its image', () => {
  expect(configOf()).toEqual({
    Image: 'image', Hostname: 'a', Labels: { l: '1' }, Env: [], Volumes: {}, ExposedPorts: {},
    HostConfig: { NetworkMode: 'kind', Init: false, RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 1 }, Mounts: [], Tmpfs: {}, PortBindings: {} },
    NetworkingConfig: { EndpointsConfig: { kind: {} } },
  });
});

test('addresses that a container keeps are asked for, by family', () => {
  expect(configOf({ addresses: ['172.18.200.1', 'fc00::8000:1'] })).toMatchObject({ NetworkingConfig: { EndpointsConfig: { kind: { IPAMConfig: { IPv4Address: '172.18.200.1', IPv6Address: 'fc00::8000:1' } } } } });
});

test('mounts, ports, volumes and environment are passed on', () => {
  const config = configOf({
    proxy: { NO_PROXY: 'x', A: 'proxy' },
    spec: {
      ...spec, hostname: 'h', environment: { A: 'mine' }, volumes: ['/v'], tmpfs: { '/t': 'size=1m' }, entrypoint: ['e'], command: ['c'],
      mounts: [{ source: '/s', target: '/m' }, { source: '/s2', target: '/m2', readOnly: true }],
      ports: [{ containerPort: 6443 }, { containerPort: 6443, hostPort: 7000, hostAddress: '0.0.0.0' }, { containerPort: 8404, hostPort: 0 }],
    },
  });
  expect(config).toMatchObject({
    Hostname: 'h', Env: ['NO_PROXY=x', 'A=mine'], Volumes: { '/v': {} }, Entrypoint: ['e'], Cmd: ['c'], ExposedPorts: { '6443/tcp': {}, '8404/tcp': {} },
    HostConfig: {
      Mounts: [{ Type: 'bind', Source: '/s', Target: '/m', ReadOnly: false }, { Type: 'bind', Source: '/s2', Target: '/m2', ReadOnly: true }],
      Tmpfs: { '/t': 'size=1m' },
      PortBindings: { '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }, { HostIp: '0.0.0.0', HostPort: '7000' }], '8404/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
    },
  });
});

test('a node is privileged where that is granted', () => {
  expect(configOf({ spec: { ...spec, isNode: true } })).toMatchObject({
    Tty: true, StopSignal: 'SIGRTMIN+3', Volumes: { '/var': {} },
    HostConfig: { Privileged: true, SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'], CgroupnsMode: 'private', Tmpfs: { '/tmp': '', '/run': '' }, Binds: ['/lib/modules:/lib/modules:ro'] },
  });
});

test('a node with limited rights gets what takes the place of privileges', () => {
  const config = configOf({ spec: { ...spec, isNode: true }, rights: { kind: 'limited', capabilities: ['SYS_ADMIN'] } }) as { HostConfig: object };
  expect(config.HostConfig).toMatchObject({ CapAdd: ['SYS_ADMIN'], MaskedPaths: [], ReadonlyPaths: [], DeviceCgroupRules: ['a *:* rwm'], CgroupnsMode: 'private' });
  expect(config.HostConfig).not.toHaveProperty('Privileged');
});

const engines = [
  { name: 'zfs', overrides: { facts: { storageDriver: 'zfs', securityOptions: [] } }, want: { Binds: ['/lib/modules:/lib/modules:ro', '/dev/mapper:/dev/mapper:ro'] } },
  { name: 'user namespaces', overrides: { facts: { storageDriver: '', securityOptions: ['name=userns'] } }, want: { UsernsMode: 'host' } },
  { name: 'rootless', overrides: { facts: { storageDriver: '', securityOptions: ['name=rootless'] } }, want: { Devices: [{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rw' }] } },
  { name: 'IPv6', overrides: { subnets: ['fc00::/64'] }, want: { Sysctls: { 'net.ipv6.conf.all.disable_ipv6': '0', 'net.ipv6.conf.all.forwarding': '1' } } },
  { name: 'own modules', overrides: { spec: { ...spec, isNode: true, mounts: [{ source: '/x', target: '/lib/modules' }] } }, want: { Binds: [] } },
];
test.each(engines)('a node on an engine with $name', ({ overrides, want }) => {
  expect(configOf({ spec: { ...spec, isNode: true }, ...overrides })).toMatchObject({ HostConfig: want });
});
