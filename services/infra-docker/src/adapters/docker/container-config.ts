import type { ContainerSpec, Mount, PublishedPort } from '../../ports/container-engine.ts';

/** What engine and host allow a node: everything, or exactly these capabilities. */
export type NodeRights = { readonly kind: 'privileged' } | { readonly kind: 'limited'; readonly capabilities: readonly string[] };

export interface EngineFacts {
  /** Of `docker info`: what the storage and the security of this engine need nodes to get. */
  readonly storageDriver: string;
  readonly securityOptions: readonly string[];
}

export interface ContainerConfigInput {
  readonly spec: ContainerSpec;
  readonly rights: NodeRights;
  readonly facts: EngineFacts;
  readonly proxy: Readonly<Record<string, string>>;
  /** Of the network that machines share. */
  readonly subnets: readonly string[];
  /** Which the container keeps for good, at most one of each family; the engine chooses where there is none. */
  readonly addresses?: readonly string[] | undefined;
}

const nodeTmpfs = { '/tmp': '', '/run': '' };
/** On a disk of the host and not in the layers of the image: etcd, containerd and logs live there. */
const nodeVolumes = ['/var'];

/** The body of `POST /containers/create` for a container of ours (spec DEV-02, DEV-03). */
export function containerConfig(input: ContainerConfigInput): object {
  const { spec, proxy } = input;
  const { image, name, hostname = name, labels, entrypoint, command, ports = [], isNode = false, network } = spec;
  const volumes = [...(isNode ? nodeVolumes : []), ...(spec.volumes ?? [])];
  return {
    Image: image,
    Hostname: hostname,
    Labels: labels,
    Env: Object.entries({ ...proxy, ...spec.environment }).map(([key, value]) => `${key}=${value}`),
    // Absent ones are left out on the wire, and the image's own are taken.
    Entrypoint: entrypoint,
    Cmd: command,
    Volumes: Object.fromEntries(volumes.map((path) => [path, {}])),
    ExposedPorts: Object.fromEntries(ports.map(({ containerPort }) => [`${String(containerPort)}/tcp`, {}])),
    // Without a terminal systemd says nothing, and /dev/console does not exist.
    ...(isNode ? { Tty: true, StopSignal: 'SIGRTMIN+3' } : {}),
    HostConfig: {
      NetworkMode: network,
      Init: false,
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 1 },
      Mounts: (spec.mounts ?? []).map(bindMount),
      Tmpfs: { ...(isNode ? nodeTmpfs : {}), ...spec.tmpfs },
      PortBindings: portBindings(ports),
      ...(isNode ? nodeConfig(input) : {}),
    },
    NetworkingConfig: { EndpointsConfig: { [network]: fixedEndpoint(input.addresses) } },
  };
}

function fixedEndpoint(addresses: readonly string[] = []): object {
  if (addresses.length === 0) return {};
  return { IPAMConfig: Object.fromEntries(addresses.map((address) => [address.includes(':') ? 'IPv6Address' : 'IPv4Address', address])) };
}

/** A missing source is an error of the mount; with a "bind" the engine would silently make an empty folder on the host. */
function bindMount({ source, target, readOnly = false }: Mount): object {
  return { Type: 'bind', Source: source, Target: target, ReadOnly: readOnly };
}

function portBindings(ports: readonly PublishedPort[]): object {
  const grouped = Map.groupBy(ports, ({ containerPort }) => `${String(containerPort)}/tcp`);
  return Object.fromEntries([...grouped].map(([key, group]) => [
    key, group.map(({ hostAddress = '127.0.0.1', hostPort }) => ({ HostIp: hostAddress, HostPort: hostPort ? String(hostPort) : '' })),
  ]));
}

function nodeConfig({ rights, facts, spec, subnets }: ContainerConfigInput): object {
  const has = (option: string): boolean => facts.securityOptions.some((given) => given.split(',').includes(`name=${option}`));
  const mountsModules = !spec.mounts?.some(({ target }) => target === '/lib/modules');
  return {
    ...rightsConfig(rights),
    // kindest/node images since kind 0.20 expect a cgroup namespace of their own.
    CgroupnsMode: 'private',
    Binds: [
      ...(mountsModules ? ['/lib/modules:/lib/modules:ro'] : []),
      ...(['btrfs', 'zfs'].includes(facts.storageDriver) ? ['/dev/mapper:/dev/mapper:ro'] : []),
    ],
    ...(subnets.some((subnet) => subnet.includes(':')) ? { Sysctls: { 'net.ipv6.conf.all.disable_ipv6': '0', 'net.ipv6.conf.all.forwarding': '1' } } : {}),
    ...(has('userns') ? { UsernsMode: 'host' } : {}),
    ...(has('rootless') ? { Devices: [{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rw' }] } : {}),
  };
}

function rightsConfig(rights: NodeRights): object {
  const unconfined = ['seccomp=unconfined', 'apparmor=unconfined'];
  if (rights.kind === 'privileged') return { Privileged: true, SecurityOpt: unconfined };
  return {
    CapAdd: rights.capabilities,
    SecurityOpt: [...unconfined, 'label=disable'],
    // Empty lists mean: hide nothing of /proc and /sys, and leave it writable, as for a privileged container.
    MaskedPaths: [],
    ReadonlyPaths: [],
    DeviceCgroupRules: ['a *:* rwm'],
  };
}
