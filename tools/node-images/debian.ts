import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DevelopmentSetupError, cacheRoot } from '@clusterwright/test-env';
import type { Progress } from '@clusterwright/test-env';
import { run, tryOutput } from './commands.ts';

/** Later releases have a systemd that refuses cgroup v1, which development machines still have. */
const release = 'bookworm';

const machine = ['systemd', 'systemd-sysv', 'dbus', 'kmod', 'mount', 'util-linux', 'procps', 'hostname', 'ca-certificates', 'libseccomp2', 'runc'];
const calledByKubernetes = ['iptables', 'nftables', 'conntrack', 'ethtool', 'socat', 'iproute2', 'ebtables', 'ipset', 'containernetworking-plugins'];
const forPeopleAndScripts = ['curl', 'jq', 'iputils-ping', 'zstd', 'busybox-static'];
const loadBalancer = ['haproxy'];
const packages: readonly string[] = [...machine, ...calledByKubernetes, ...forPeopleAndScripts, ...loadBalancer];

/** Of no use where nobody reads manuals or installs packages. */
const leftOut = ['./usr/share/doc/*', './usr/share/man/*', './usr/share/info/*', './usr/share/locale/*', './var/cache/apt/*', './var/cache/debconf/*', './var/lib/apt/lists/*', './var/log/*', './dev/*', './debootstrap', './proc/*', './sys/*', './tmp/*'];

/** A Debian root filesystem with all packages that images are made of, as a tar in the cache; installed once per list of packages. */
export async function debianArchive(progress: Progress): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify([release, packages, leftOut, process.arch])).digest('hex');
  const folder = join(cacheRoot(), 'node-images');
  const file = join(folder, `debian-${digest.slice(0, 12)}.tar`);
  if (existsSync(file)) return file;
  assertCanInstall();
  mkdirSync(folder, { recursive: true });
  const root = join(folder, `debian.${String(process.pid)}.unfinished`);
  const mirror = debianMirror();
  progress(`installing Debian ${release} (${String(packages.length)} packages and what they need) with debootstrap, once; about 3 min; kept in ${file}`);
  try {
    const args = ['--variant=minbase', `--include=${packages.join(',')}`, release, root, ...(mirror ? [mirror] : [])];
    await run('debootstrap', args, progressOfDebootstrap(progress));
    const unfinished = `${root}.tar`;
    await run('tar', ['--sort=name', '--numeric-owner', '--xattrs', '--xattrs-include=security.capability', ...leftOut.map((pattern) => `--exclude=${pattern}`), '-cf', unfinished, '-C', root, '.']);
    renameSync(unfinished, file);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return file;
}

/** The list of what debootstrap prints is long: tell each phase, and now and then how far it is. */
export function progressOfDebootstrap(progress: Progress): (line: string) => void {
  const counts = new Map<string, number>();
  return (line) => {
    const verb = /^I: (Retrieving|Extracting|Unpacking|Configuring) /.exec(line)?.[1];
    if (!verb) return;
    const count = (counts.get(verb) ?? 0) + 1;
    counts.set(verb, count);
    if (count === 1 || count % 50 === 0) progress(`  ${verb.toLowerCase()} packages${count === 1 ? '' : `: ${String(count)}`}`);
  };
}

/** The mirror this machine installs Debian packages from; undefined leaves the choice to debootstrap. */
function debianMirror(): string | undefined {
  return process.env['DEBIAN_MIRROR'] ?? mirrorOf(tryOutput('apt-get', ['indextargets', '--format', '$(REPO_URI) $(CODENAME) $(COMPONENT)', 'Identifier: Packages', 'Origin: Debian']) ?? '');
}

/** Picks from apt's own list of "<address> <release> <component>": a mirror carries all releases, so any main one of Debian will do. */
export function mirrorOf(targets: string): string | undefined {
  const mirrors = targets.split('\n').flatMap((line) => {
    const [address, codename = '', component] = line.split(' ');
    return address && component === 'main' && !/security|updates|backports/.test(codename) ? [address] : [];
  });
  return mirrors[0];
}

function assertCanInstall(): void {
  if (process.platform !== 'linux') throw new DevelopmentSetupError('Node images are built on Linux: debootstrap installs Debian packages into a folder. On other systems use kindest/node images (docs/node-images.md).');
  if (tryOutput('debootstrap', ['--version']) === undefined) throw new DevelopmentSetupError('debootstrap is missing. Install it: apt-get install debootstrap (Debian, Ubuntu), dnf install debootstrap (Fedora).');
  if (process.getuid?.() !== 0) throw new DevelopmentSetupError('debootstrap needs root, to give files their owners. Run: sudo --preserve-env=PATH,HOME,GOPROXY,DEBIAN_MIRROR make node-images');
}

/** Unpacks a Debian root filesystem and makes it one of a node: units enabled or switched off, CNI plugins where the kubelet looks, no identity. */
export async function unpackNodeRoot(archive: string, root: string): Promise<void> {
  mkdirSync(root, { recursive: true });
  await run('tar', ['--numeric-owner', '--xattrs', '--xattrs-include=security.capability', '-xf', archive, '-C', root]);
  await run('chroot', [root, 'dpkg', '--purge', 'haproxy']);
  const units = join(root, 'etc/systemd/system');
  await run('chroot', [root, 'systemctl', 'set-default', 'multi-user.target']);
  await run('chroot', [root, 'systemctl', 'mask', ...unitsWithoutUse(readdirSync(join(root, 'lib/systemd/system')))]);
  rmSync(join(units, 'getty.target.wants'), { recursive: true, force: true });
  await run('sh', ['-c', `mkdir -p "${root}/opt/cni" && mv "${root}/usr/lib/cni" "${root}/opt/cni/bin" && ln -s /opt/cni/bin "${root}/usr/lib/cni"`]);
  // Each node writes its own at its first start.
  writeFileSync(join(root, 'etc/machine-id'), '', { mode: 0o644 });
  writeFileSync(join(root, 'etc/hostname'), '');
  writeFileSync(join(root, 'etc/resolv.conf'), '');
  const version = readFileSync(join(root, 'etc/debian_version'), 'utf8').trim();
  if (!version.startsWith('12')) throw new Error(`${archive} is Debian ${version}`);
}

/** Units for hardware, consoles, kernel settings and upkeep, which are the host's. */
function unitsWithoutUse(all: readonly string[]): readonly string[] {
  const useless = /^(systemd-(udevd|udev-|logind|firstboot|modules-load|sysctl|remount-fs|random-seed|pstore|networkd|resolved|timesyncd|binfmt|machine-id-commit|tmpfiles-clean\.timer|pcrphase|ask-password)|getty|console-getty|serial-getty|dev-|sys-(kernel|fs)-|proc-sys-fs-binfmt|kmod|apt-|dpkg-db-backup|e2scrub|fstrim|logrotate|motd)/;
  return all.filter((name) => /\.(service|mount|automount|socket|timer|path)$/.test(name) && !name.includes('@') && useless.test(name));
}
