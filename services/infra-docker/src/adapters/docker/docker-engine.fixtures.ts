import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, copyFile, mkdir, symlink } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DockerEngine } from './docker-engine.ts';
import type { EngineAddress } from './engine-address.ts';
import { EngineConnection } from './engine-connection.ts';

/** A few shell tools, and nothing else. The tag counts changes of what it holds. */
export const tinyImage = 'clusterwright-itest/tools:3';

const run = promisify(execFile);
const timeoutMs = 60_000;
const tools = [
  'sh', 'cat', 'sleep', 'echo', 'ls', 'mkdir', 'env', 'grep', 'head', 'stat', 'mv', 'chmod', 'tar', 'mount', 'true',
  'base64', 'tail', 'cut', 'ln', 'rm', 'dirname', 'chown', 'setsid', 'timeout', 'touch', 'kill',
];

/** Makes the image of what the host has, once, since no registry can be asked. */
export async function importTinyImage(address: EngineAddress): Promise<void> {
  if (await new DockerEngine({ address }).hasImage(tinyImage)) return;
  const folder = await mkdtemp(join(tmpdir(), 'clusterwright-tools-'));
  try {
    for (const path of ['bin', 'etc', 'tmp', 'run', 'var', 'lib/modules', 'lib64']) await mkdir(join(folder, path), { recursive: true });
    for (const file of ['passwd', 'group', 'nsswitch.conf']) await copyFile(join('/etc', file), join(folder, 'etc', file));
    await addTools(folder);
    const { stdout } = await run('tar', ['-C', folder, '-c', '.'], { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
    const [repo = '', tag = ''] = tinyImage.split(':');
    await new EngineConnection(address).bytes({ method: 'POST', path: '/images/create', query: { fromSrc: '-', repo, tag }, body: stdout, timeoutMs });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function removeNetwork(address: EngineAddress, name: string): Promise<void> {
  await new EngineConnection(address).bytes({ method: 'DELETE', path: `/networks/${name}`, timeoutMs }).catch(() => undefined);
}

/** Each tool of the host with the libraries that it names. */
async function addTools(folder: string): Promise<void> {
  for (const tool of tools) {
    const { stdout } = await run('which', [tool === 'sh' ? 'dash' : tool]);
    const path = stdout.trim();
    await copyFile(path, join(folder, 'bin', tool));
    const libraries = isScript(path) ? '' : (await run('ldd', [path])).stdout;
    for (const [library] of libraries.matchAll(/\/\S+\.so[.\d]*/g)) {
      const target = join(folder, library.replace(/^\/usr/, ''));
      if (existsSync(target)) continue;
      await mkdir(join(target, '..'), { recursive: true });
      await copyFile(library, target);
    }
  }
  await symlink('.', join(folder, 'usr'));
}

function isScript(path: string): boolean {
  return readFileSync(path).subarray(0, 2).toString() === '#!';
}
