import { createHash } from 'node:crypto';
import { createReadStream, existsSync, linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from './commands.ts';

/** One layer: an uncompressed tar, and its digest. */
export interface Layer {
  readonly file: string;
  /** sha256 of the tar in hex. */
  readonly digest: string;
}

export interface ImageSettings {
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: readonly string[];
  readonly user?: string;
  readonly stopSignal?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Image {
  readonly names: readonly string[];
  readonly layers: readonly Layer[];
  readonly settings: ImageSettings;
}

export interface ArchiveFile {
  readonly path: string;
  readonly text: string;
}

/** Node.js says x64 where container images say amd64. */
export function imageArchitecture(arch: string): string {
  return { x64: 'amd64', ia32: '386' }[arch] ?? arch;
}

/** The JSON files of an archive that `docker load` reads, beside the layers. The same input gives the same bytes, so the same image id. */
export function describeArchive(images: readonly Image[], architecture: string): readonly ArchiveFile[] {
  const configs = images.map((image) => {
    const text = JSON.stringify(imageConfig(image, architecture));
    return { path: `${createHash('sha256').update(text).digest('hex')}.json`, text };
  });
  const manifest = images.map(({ names, layers }, index) => ({ Config: configs[index]?.path, RepoTags: names, Layers: layers.map(layerPath) }));
  return [...configs, { path: 'manifest.json', text: JSON.stringify(manifest) }];
}

export function layerPath({ digest }: Layer): string {
  return `${digest}/layer.tar`;
}

/** What an image says of itself. */
export function imageConfig({ layers, settings }: Image, architecture: string): unknown {
  const { entrypoint, command, env = [], user, stopSignal, labels } = settings;
  return {
    architecture,
    os: 'linux',
    // A fixed time: an image is what it is made of, not when.
    created: '1970-01-01T00:00:00Z',
    config: { Entrypoint: entrypoint, Cmd: command, Env: env, User: user, StopSignal: stopSignal, Labels: labels },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => `sha256:${digest}`) },
    history: layers.map(() => ({ created: '1970-01-01T00:00:00Z', created_by: 'clusterwright tools/node-images' })),
  };
}

const reproducible = ['--sort=name', '--mtime=@0', '--numeric-owner', '--xattrs', '--xattrs-include=security.capability'];

/** Packs a folder as a layer; everything belongs to root unless `keepOwners`. */
export async function packLayer(folder: string, file: string, { keepOwners = false, exclude = [] as readonly string[] } = {}): Promise<Layer> {
  const owners = keepOwners ? [] : ['--owner=0', '--group=0'];
  const unfinished = `${file}.${String(process.pid)}.unfinished`;
  await run('tar', [...reproducible, ...owners, ...exclude.map((pattern) => `--exclude=${pattern}`), '-cf', unfinished, '-C', folder, '.']);
  renameSync(unfinished, file);
  return { file, digest: await digestOfFile(file) };
}

export async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** Lays an archive out in a folder; layers are linked, not copied. */
export function writeArchive(images: readonly Image[], folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const layer of images.flatMap(({ layers }) => layers)) {
    const target = join(folder, layerPath(layer));
    if (existsSync(target)) continue;
    mkdirSync(join(folder, layer.digest));
    linkSync(layer.file, target);
  }
  for (const { path, text } of describeArchive(images, imageArchitecture(process.arch))) writeFileSync(join(folder, path), text);
}

/** Gives an archive to the Docker engine. */
export async function loadIntoEngine(folder: string): Promise<void> {
  await run('bash', ['-c', 'set -o pipefail; tar -cf - -C "$0" . | docker load --quiet', folder]);
}
