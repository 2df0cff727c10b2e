import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './commands.ts';
import { unpackNodeRoot } from './debian.ts';
import { packLayer } from './image-archive.ts';
import type { Image, Layer } from './image-archive.ts';
import { imageNames, preloadedImages } from './kubernetes-images.ts';
import { writeLayout } from './oci-layout.ts';
import type { KubernetesProgram, SharedProgram } from './programs.ts';

const here = (path: string): string => new URL(path, import.meta.url).pathname;

/** The layer that nodes of all versions have in common: Debian, containerd, our units and scripts. */
export async function nodeBaseLayer(archive: string, shared: Readonly<Record<SharedProgram, string>>, work: string): Promise<Layer> {
  const root = join(work, 'node-base');
  await unpackNodeRoot(archive, root);
  for (const name of ['containerd', 'containerd-shim-runc-v2', 'ctr'] as const) install(shared[name], root, `usr/local/bin/${name}`);
  cpSync(here('node/'), root, { recursive: true });
  await run('chroot', [root, 'systemctl', 'enable', 'containerd.service', 'kubelet.service', 'import-images.service']);
  mkdirSync(join(root, 'kind/manifests'), { recursive: true });
  copyFileSync(here('pod-network/pod-network.yaml'), join(root, 'kind/manifests/default-cni.yaml'));
  const layer = await packLayer(root, `${root}.tar`, { keepOwners: true, exclude: ['./dev/*', './proc/*', './sys/*', './var/cache/*', './var/log/*'] });
  rmSync(root, { recursive: true, force: true });
  return layer;
}

export interface NodeImageSources {
  readonly name: string;
  readonly version: string;
  readonly base: Layer;
  readonly tools: Layer;
  readonly shared: Readonly<Record<SharedProgram, string>>;
  readonly kubernetes: Readonly<Record<KubernetesProgram, string>>;
  readonly work: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A node of one Kubernetes version: the base, kubeadm, kubelet, kubectl, and the images that this kubeadm asks for. */
export async function nodeImage({ name, version, base, tools, shared, kubernetes, work, labels }: NodeImageSources): Promise<Image> {
  const root = join(work, `node-${version}`);
  const names = imageNames(kubernetes.kubeadm, version);
  for (const program of ['kubeadm', 'kubelet', 'kubectl'] as const) install(kubernetes[program], root, `usr/bin/${program}`);

  const images = await preloadedImages({ names, shared, kubernetes, tools, work: join(work, `images-${version}`) });
  const archive = join(work, `archive-${version}`);
  await writeLayout(images, archive);
  mkdirSync(join(root, 'kind/images'), { recursive: true });
  await run('tar', ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '-cf', join(root, 'kind/images/kubernetes.tar'), '-C', archive, '.']);
  rmSync(archive, { recursive: true, force: true });
  rmSync(join(work, `images-${version}`), { recursive: true, force: true });

  writeFileSync(join(root, 'kind/version'), `${version}\n`);
  mkdirSync(join(root, 'etc/containerd'), { recursive: true });
  writeFileSync(join(root, 'etc/containerd/config.toml'), readFileSync(here('node/etc/containerd/config.toml'), 'utf8').replace('@PAUSE_IMAGE@', names.pause));
  const layer = await packLayer(root, `${root}.tar`);
  rmSync(root, { recursive: true, force: true });
  const env = ['container=docker', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];
  return { names: [name], layers: [base, layer], settings: { entrypoint: ['/usr/local/bin/entrypoint', '/sbin/init'], env, stopSignal: 'SIGRTMIN+3', labels } };
}

function install(source: string, root: string, path: string): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, target);
  chmodSync(target, 0o755);
}
