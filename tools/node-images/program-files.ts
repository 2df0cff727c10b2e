import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { output } from './commands.ts';

/** Copies programs out of a root filesystem together with the shared libraries that they load, for images smaller than a distribution. */
export function copyPrograms(from: string, to: string, programs: readonly string[]): void {
  prepareFolders(to);
  for (const program of programs) {
    copyFile(from, to, program);
    for (const library of librariesOf(from, program)) copyFile(from, to, library);
  }
}

/** Copies a folder as it is. */
export function copyFolder(from: string, to: string, folder: string): void {
  if (!existsSync(join(from, folder))) throw new Error(`${from} has no ${folder}`);
  cpSync(join(from, folder), join(to, folder), { recursive: true, verbatimSymlinks: true });
}

/** Gives a program more names. Takes the place of what has the name already. */
export function linkProgram(root: string, target: string, names: readonly string[]): void {
  for (const name of names) {
    rmSync(join(root, 'usr/bin', name), { force: true });
    symlinkSync(target, join(root, 'usr/bin', name));
  }
}

/** All the small tools of a Unix in one static program, and a shell of its own: that of busybox prefers its own tools to better ones of the same name. */
export function installBusybox(from: string, root: string): void {
  copyPrograms(from, root, ['/usr/bin/busybox', '/usr/bin/dash']);
  const applets = output('chroot', [root, '/usr/bin/busybox', '--list']).split('\n');
  linkProgram(root, 'busybox', applets.filter((name) => name !== 'busybox'));
  linkProgram(root, 'dash', ['sh']);
}

/** Folders that everything expects, /bin and the like being one with /usr/bin as in Debian. */
function prepareFolders(root: string): void {
  for (const folder of ['usr/bin', 'usr/lib', 'usr/lib64', 'etc', 'tmp', 'run', 'var', 'proc', 'sys', 'dev', 'root']) mkdirSync(join(root, folder), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  const merged = { bin: 'usr/bin', sbin: 'usr/bin', lib: 'usr/lib', lib64: 'usr/lib64', 'usr/sbin': 'bin' };
  for (const [name, target] of Object.entries(merged)) if (!existsSync(join(root, name))) symlinkSync(target, join(root, name));
}

function copyFile(from: string, to: string, path: string): void {
  const target = join(to, path);
  mkdirSync(dirname(target), { recursive: true });
  // A link of that name must not be written through.
  rmSync(target, { force: true });
  copyFileSync(realpathInside(from, path), target);
}

/** Links of a root filesystem are relative to it when they are absolute. */
function realpathInside(root: string, path: string): string {
  const resolved = output('chroot', [root, 'readlink', '-f', path]);
  return realpathSync(join(root, resolved));
}

function librariesOf(root: string, program: string): readonly string[] {
  return librariesListed(output('chroot', [root, 'sh', '-c', `ldd '${program}' 2>/dev/null || true`]));
}

/** The paths in what ldd prints. */
export function librariesListed(listing: string): readonly string[] {
  return listing.split('\n').flatMap((line) => /(?:=>\s*)?(\/\S+)\s+\(0x/.exec(line)?.[1] ?? []);
}
