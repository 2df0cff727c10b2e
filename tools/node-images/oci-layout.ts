import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { digestOfFile, imageArchitecture, imageConfig } from './image-archive.ts';
import type { ArchiveFile, Image } from './image-archive.ts';

/** A compressed layer, as a registry would have it. */
export interface Blob {
  readonly digest: string;
  readonly size: number;
}

/** The JSON files of an OCI image layout that containerd imports. `blobs` has the compressed form of each layer, by the digest of the layer. */
export function describeLayout(images: readonly Image[], blobs: ReadonlyMap<string, Blob>, architecture: string): readonly ArchiveFile[] {
  const files = new Map<string, string>();
  const put = (text: string): { digest: string; size: number } => {
    const digest = createHash('sha256').update(text).digest('hex');
    files.set(`blobs/sha256/${digest}`, text);
    return { digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
  };
  const manifests = images.flatMap((image) => {
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', ...put(JSON.stringify(imageConfig(image, architecture))) };
    const layers = image.layers.map(({ digest }) => {
      const blob = blobs.get(digest);
      if (!blob) throw new Error(`layer ${digest} is not compressed`);
      return { mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd', digest: `sha256:${blob.digest}`, size: blob.size };
    });
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = { mediaType, ...put(JSON.stringify({ schemaVersion: 2, mediaType, config, layers })) };
    return image.names.map((name) => ({ ...manifest, platform: { os: 'linux', architecture }, annotations: { 'io.containerd.image.name': name } }));
  });
  files.set('oci-layout', JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  files.set('index.json', JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests }));
  return [...files].map(([path, text]) => ({ path, text }));
}

/** Writes images as an OCI layout into a folder. Layers are compressed: unpacking costs less than writing what they shrink by. */
export async function writeLayout(images: readonly Image[], folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const layers = new Map(images.flatMap((image) => image.layers.map(({ digest, file }): [string, string] => [digest, file])));
  const blobs = new Map<string, Blob>();
  for (const [digest, file] of layers) blobs.set(digest, await compress(file, folder));
  for (const { path, text } of describeLayout(images, blobs, imageArchitecture(process.arch))) writeFileSync(join(folder, path), text);
}

async function compress(file: string, folder: string): Promise<Blob> {
  const compressed = `${file}.zst`;
  await pipeline(createReadStream(file), createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } }), createWriteStream(compressed));
  const digest = await digestOfFile(compressed);
  await rename(compressed, join(folder, 'blobs/sha256', digest));
  return { digest, size: statSync(join(folder, 'blobs/sha256', digest)).size };
}
