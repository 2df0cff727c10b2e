/** `make images`: builds clusterwright/node and one image per service on the local Docker engine, without any registry. */
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isBuilt, providers } from '../local/providers.ts';
import { workFolder } from '../local/stack.ts';
import { writeRootFilesystem } from './root-filesystem.ts';

const root = new URL('../../', import.meta.url).pathname;
const tag = process.env['TAG'] ?? 'latest';
const docker = (...args: string[]): void => void execFileSync('docker', args, { stdio: ['ignore', 'inherit', 'inherit'] });

const base = `clusterwright/node:${tag}`;
const folder = workFolder('images/node');
writeRootFilesystem(folder, realpathSync(process.execPath));
docker('build', '--quiet', '-t', base, '-f', join(root, 'tools/images/node.Dockerfile'), folder);
console.log(`built ${base}`);
for (const provider of providers.filter(isBuilt)) {
  const image = `clusterwright/${provider.name}:${tag}`;
  docker('build', '--quiet', '-t', image, '--build-arg', `BASE=${base}`, join(root, 'services', provider.name));
  console.log(`built ${image}`);
}
