import { execFileSync } from 'node:child_process';
import { copyFileSync, chmodSync, existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DevelopmentSetupError } from '@clusterwright/test-env';
import { managerScript } from './manager-script.ts';

/** Name service modules are loaded by glibc at run time, so ldd does not list them. */
const loadedAtRunTime = ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2'];
const certificates = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];

/** Lays out what a Node.js process needs: the binary, its shared libraries, CA certificates, a user without rights, /manager, /tmp. */
export function writeRootFilesystem(folder: string, node: string): void {
  rmSync(folder, { recursive: true, force: true });
  const put = (source: string, target: string): void => {
    mkdirSync(dirname(join(folder, target)), { recursive: true });
    copyFileSync(realpathSync(source), join(folder, target));
  };
  put(node, '/usr/bin/node');
  chmodSync(join(folder, 'usr/bin/node'), 0o755);
  strip(join(folder, 'usr/bin/node'));
  for (const library of librariesOf(node)) put(library, library);
  const bundle = certificates.find((path) => existsSync(path));
  if (!bundle) throw new DevelopmentSetupError('no CA certificates on this machine: install ca-certificates');
  put(bundle, '/etc/ssl/certs/ca-certificates.crt');
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  write('etc/passwd', 'root:x:0:0::/:/\nnonroot:x:65532:65532::/tmp:/\n');
  write('etc/group', 'root:x:0:\nnonroot:x:65532:\n');
  write('etc/nsswitch.conf', 'hosts: files dns\n');
  write('manager', managerScript());
  chmodSync(join(folder, 'manager'), 0o755);
  mkdirSync(join(folder, 'tmp'));
  chmodSync(join(folder, 'tmp'), 0o1777);
}

/** Symbols are of no use without a debugger in the image, and are an eighth of the binary. */
function strip(file: string): void {
  try {
    execFileSync('strip', ['-s', file], { stdio: 'ignore' });
  } catch {
    // Without binutils the image is larger, and works.
  }
}

function librariesOf(program: string): string[] {
  const listed = execFileSync('ldd', [program], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => /(?:=>\s*)?(\/\S+)\s+\(0x/.exec(line)?.[1] ?? []);
  const libc = listed.find((path) => /\/libc\.so/.test(path));
  const modules = libc ? loadedAtRunTime.map((name) => join(dirname(libc), name)).filter((path) => existsSync(path)) : [];
  return [...new Set([...listed, ...modules])];
}
