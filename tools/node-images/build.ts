/** `make node-images`: builds node images and the load balancer image of the Docker backend on the local Docker engine, without any registry. See docs/node-images.md. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '@clusterwright/api/errors';
import { DevelopmentSetupError, cacheRoot, goIsInstalled, lockFile } from '@clusterwright/test-env';
import { run } from './commands.ts';
import { debianArchive } from './debian.ts';
import { assertEngine, inputsLabel, inputsOf, shareName, sizeOf } from './engine.ts';
import { loadIntoEngine, writeArchive } from './image-archive.ts';
import type { Image } from './image-archive.ts';
import { toolsLayer } from './kubernetes-images.ts';
import { defaultLoadBalancerImage, loadBalancerImage } from './load-balancer-image.ts';
import { nodeBaseLayer, nodeImage } from './node-image.ts';
import { digestOfFolder, kubernetesBinaries, kubernetesVersion, pinnedMinors, sharedPrograms, sourcesOf } from './programs.ts';

const started = Date.now();
const progress = (line: string): void => console.log(`${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s  ${line}`);
const here = (path: string): string => new URL(path, import.meta.url).pathname;

interface Target {
  /** Our own name of the image. */
  readonly name: string;
  /** The name under which everybody looks for it. */
  readonly sharedName: string;
  readonly minor?: string;
  /** A digest of everything it is made of. */
  readonly inputs: string;
}

/** These say when images are made and where they go, not what they are. */
const notPartOfImages = ['build.ts', 'engine.ts'];

/** What images are made of is in this folder, or pinned by it: the code of the tool, and the folders named. */
function inputsDigest(folders: readonly string[]): string {
  const code = readdirSync(here('./')).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !notPartOfImages.includes(name)).sort();
  const digest = createHash('sha256').update(process.arch);
  for (const name of code) digest.update(readFileSync(here(name)));
  for (const folder of folders) digest.update(digestOfFolder(here(`${folder}/`)));
  return digest.digest('hex').slice(0, 16);
}

function targets(wanted: string | undefined): readonly Target[] {
  const pinned = pinnedMinors();
  const minors = wanted?.split(/[\s,]+/).filter(Boolean) ?? pinned;
  const unknown = minors.filter((minor) => !pinned.includes(minor));
  if (unknown.length > 0) throw new DevelopmentSetupError(`no sources of ${unknown.join(', ')}. There are: ${pinned.join(', ')}. MINORS chooses among them.`);
  const nodes = minors.map((minor) => {
    const version = kubernetesVersion(minor);
    const inputs = inputsDigest(['node', 'tools-image', 'pod-network', ...sourcesOf(minor).map((module) => `sources/${module}`)]);
    return { minor, name: `clusterwright/kubernetes-node:${version}`, sharedName: `kindest/node:${version}`, inputs };
  });
  return [{ name: 'clusterwright/load-balancer:latest', sharedName: defaultLoadBalancerImage, inputs: inputsDigest(['load-balancer']) }, ...nodes];
}

async function main(): Promise<void> {
  const all = targets(process.env['MINORS']);
  assertEngine();
  const missing = all.filter(({ name, inputs }) => inputsOf(name) !== inputs);
  for (const target of all) if (!missing.includes(target)) announce(target, ', up to date');
  if (missing.length > 0) await buildImages(missing);
}

/** Gives a finished image the name under which others find it. */
function announce({ name, sharedName }: Target, state = ''): void {
  const shared = shareName(name, sharedName) === 'tagged' ? `also as ${sharedName}` : `but ${sharedName} is an image of somebody else and stays`;
  progress(`${name} (${sizeOf(name)}${state}), ${shared}`);
}

async function buildImages(missing: readonly Target[]): Promise<void> {
  if (!goIsInstalled(process.env)) throw new DevelopmentSetupError('Go is missing: Kubernetes, containerd, etcd and CoreDNS are built with it. Install Go 1.26.6 or later (https://go.dev/dl).');
  const folder = join(cacheRoot(), 'node-images');
  mkdirSync(folder, { recursive: true });
  const release = await lockFile(join(folder, 'build.lock'), progress);
  // Left by runs that were ended; we hold the lock.
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.unfinished'))) rmSync(join(folder, name), { recursive: true, force: true });
  const work = join(folder, `work.${String(process.pid)}.unfinished`);
  mkdirSync(work);
  try {
    await buildIn(work, missing);
  } finally {
    rmSync(work, { recursive: true, force: true });
    release();
  }
}

async function buildIn(work: string, missing: readonly Target[]): Promise<void> {
  const archive = await debianArchive(progress);
  const debian = join(work, 'debian');
  mkdirSync(debian);
  await run('tar', ['--numeric-owner', '-xf', archive, '-C', debian]);
  const nodes = missing.filter(({ minor }) => minor !== undefined);
  for (const target of missing.filter(({ minor }) => minor === undefined)) {
    await load(target, await loadBalancerImage(target.name, { debian, files: here('load-balancer/'), work, labels: { [inputsLabel]: target.inputs } }), work);
  }
  if (nodes.length === 0) return;
  const shared = await sharedPrograms(progress);
  progress('packing what all nodes share');
  const tools = await toolsLayer(debian, here('tools-image/'), work);
  const base = await nodeBaseLayer(archive, shared, work);
  for (const target of nodes) {
    const { name, minor = '', inputs } = target;
    const kubernetes = await kubernetesBinaries(minor, progress);
    progress(`packing ${name}`);
    await load(target, await nodeImage({ name, version: kubernetesVersion(minor), base, tools, shared, kubernetes, work, labels: { [inputsLabel]: inputs } }), work);
  }
}

async function load(target: Target, image: Image, work: string): Promise<void> {
  const folder = join(work, `load-${basename(target.name).replace(':', '-')}`);
  writeArchive([image], folder);
  progress(`loading ${target.name} into the Docker engine`);
  await loadIntoEngine(folder);
  rmSync(folder, { recursive: true, force: true });
  announce(target);
}

try {
  await main();
} catch (error) {
  // What somebody has to install or start is said without a stack.
  console.error(AppError.is(error) ? error.message : error);
  process.exitCode = 1;
}
