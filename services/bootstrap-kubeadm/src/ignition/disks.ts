import type { DiskSetup, KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';

type Mounts = NonNullable<KubeadmConfigSpec['mounts']>;

/** Partition tables and file systems as sections of Container Linux Config. Errors: `TerminalError`. */
export function diskSections({ partitions = [], filesystems = [] }: DiskSetup = {}): object {
  return {
    disks: partitions.map(({ device, overwrite, layout, diskLayout }, index) => {
      if (diskLayout?.length) throw new TerminalError(`spec.diskSetup.partitions[${String(index)}].diskLayout is not supported with format ignition: use layout, or disks in spec.ignition.containerLinuxConfig.additionalConfig`);
      return { device, wipe_table: overwrite, partitions: layout ? [{}] : [] };
    }),
    filesystems: filesystems.map(({ device, filesystem, label, overwrite, extraOpts }) => ({
      name: label, mount: { device, format: filesystem, wipe_filesystem: overwrite, label, options: extraOpts },
    })),
  };
}

/** A unit per mount. Errors: `TerminalError` for a mount of something that is neither a device nor a file system of the KubeadmConfig. */
export function mountUnits(mounts: Mounts = [], { filesystems = [] }: DiskSetup = {}): object[] {
  const devices = new Map(filesystems.map(({ label, device }) => [label, device]));
  return mounts.map(([source = '', path = '', ...options], index) => {
    const device = devices.get(source) ?? (isDevice(source) ? source : undefined);
    if (device === undefined) throw new TerminalError(`spec.mounts[${String(index)}]: ${JSON.stringify(source)} is neither a device nor the label of a file system in spec.diskSetup.filesystems`);
    if (!path.startsWith('/')) throw new TerminalError(`spec.mounts[${String(index)}]: ${JSON.stringify(path)} is not an absolute path`);
    return { name: `${escapedPath(path)}.mount`, enabled: true, contents: mountUnit({ source, device, path, options }) };
  });
}

/** A path, or how mount(8) writes what udev finds, such as `LABEL=data`. */
const isDevice = (source: string): boolean => /^(\/|(LABEL|UUID|PARTLABEL|PARTUUID)=)/.test(source);

/** systemd refuses a mount unit whose name is not made from its path in this way. */
function escapedPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length === 0) return '-';
  const bytes = Buffer.from(parts.join('/')).toString('latin1');
  return bytes.replace(/[^A-Za-z0-9:_./]|^\./g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).replaceAll('/', '-');
}

interface MountedFilesystem {
  readonly source: string;
  readonly device: string;
  readonly path: string;
  readonly options: readonly string[];
}

function mountUnit({ source, device, path, options }: MountedFilesystem): string {
  return `[Unit]
Description = Mount ${source}

[Mount]
What=${device}
Where=${path}
Options=${options.join(',')}

[Install]
WantedBy=multi-user.target
`;
}
