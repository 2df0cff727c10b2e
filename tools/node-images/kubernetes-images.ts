import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { output } from './commands.ts';
import { packLayer } from './image-archive.ts';
import type { Image, ImageSettings, Layer } from './image-archive.ts';
import { copyFolder, copyPrograms, installBusybox, linkProgram } from './program-files.ts';
import type { KubernetesProgram, SharedProgram } from './programs.ts';

/** The image of the pod network and of test Pods: `docker.io` is what the kubelet reads into a name without a registry. */
export const toolsImage = 'docker.io/clusterwright/node-tools:v1';

const shell = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];

/**
 * Tags of CoreDNS that kubeadm asks for, of all minor versions in `sources/`. A cluster keeps its CoreDNS when Kubernetes is upgraded, unless the user names another
 * one: so each node knows them all. They are one program here.
 */
const coreDNSTags = ['v1.13.1', 'v1.14.2'];

/** What an image needs beside a folder of its own. */
interface Recipe {
  /** Program → its path in the image. */
  readonly files: Readonly<Record<string, string>>;
  readonly below?: readonly Layer[];
  readonly settings?: ImageSettings;
  /** Other names of the image. */
  readonly aliases?: readonly string[];
}

export interface NamedImages {
  readonly pause: string;
  readonly etcd: string;
  readonly coredns: string;
  readonly components: Readonly<Record<string, string>>;
}

/** Sorts what `kubeadm config images list` prints. Errors: a plain `Error` where one is missing, since kubeadm would miss it too. */
export function sortImageNames(listing: string): NamedImages {
  const names = listing.split('\n').map((line) => line.trim()).filter(Boolean);
  const find = (last: string): string => {
    const name = names.find((candidate) => candidate.slice(candidate.lastIndexOf('/') + 1).split(':')[0] === last);
    if (!name) throw new Error(`kubeadm lists no image ${last}: ${names.join(' ')}`);
    return name;
  };
  const components = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'];
  return { pause: find('pause'), etcd: find('etcd'), coredns: find('coredns'), components: Object.fromEntries(components.map((name) => [name, find(name)])) };
}

/** What this kubeadm will ask the container runtime for. */
export function imageNames(kubeadm: string, version: string): NamedImages {
  return sortImageNames(output(kubeadm, ['config', 'images', 'list', '--kubernetes-version', version]));
}

export interface ImageSources {
  readonly names: NamedImages;
  readonly shared: Readonly<Record<SharedProgram, string>>;
  readonly kubernetes: Readonly<Record<KubernetesProgram, string>>;
  /** The layer with a shell, curl, jq, iptables. */
  readonly tools: Layer;
  /** A folder for the layers. */
  readonly work: string;
}

/** The images that a node has before it talks to any registry. */
export async function preloadedImages({ names, shared, kubernetes, tools, work }: ImageSources): Promise<readonly Image[]> {
  const component = (name: KubernetesProgram): Recipe => ({ files: { [kubernetes[name]]: `/usr/local/bin/${name}` } });
  const recipes: Readonly<Record<string, Recipe>> = {
    [names.pause]: { files: { [shared.pause]: '/pause' }, settings: { entrypoint: ['/pause'], user: '65535:65535' } },
    [names.etcd]: { files: { [shared.etcd]: '/usr/local/bin/etcd', [shared.etcdctl]: '/usr/local/bin/etcdctl' } },
    [names.coredns]: { files: { [shared.coredns]: '/coredns' }, settings: { entrypoint: ['/coredns'] }, aliases: otherTags(names.coredns, coreDNSTags) },
    // The wrapper of the tools layer is what runs as kube-proxy.
    [names.components['kube-proxy'] ?? '']: { files: { [kubernetes['kube-proxy']]: '/usr/local/lib/kubernetes/kube-proxy' }, below: [tools] },
    [names.components['kube-apiserver'] ?? '']: component('kube-apiserver'),
    [names.components['kube-controller-manager'] ?? '']: component('kube-controller-manager'),
    [names.components['kube-scheduler'] ?? '']: component('kube-scheduler'),
    [toolsImage]: { files: {}, below: [tools], settings: { command: ['/bin/sh'] } },
  };
  const images: Image[] = [];
  for (const [name, recipe] of Object.entries(recipes)) images.push(await imageOf(name, recipe, work));
  return images;
}

/** The same repository with other tags. */
export function otherTags(name: string, tags: readonly string[]): string[] {
  const repository = name.slice(0, name.lastIndexOf(':'));
  return tags.map((tag) => `${repository}:${tag}`).filter((other) => other !== name);
}

async function imageOf(name: string, { files, below = [], settings = {}, aliases = [] }: Recipe, work: string): Promise<Image> {
  const own = Object.keys(files).length > 0 ? [await layerOf(name, files, work)] : [];
  return { names: [name, ...aliases], layers: [...below, ...own], settings: { env: shell, ...settings } };
}

async function layerOf(name: string, files: Recipe['files'], work: string): Promise<Layer> {
  const folder = join(work, name.replaceAll(/[^\w.-]/g, '_'));
  for (const [source, path] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target);
    chmodSync(target, 0o755);
  }
  const layer = await packLayer(folder, `${folder}.tar`);
  rmSync(folder, { recursive: true, force: true });
  return layer;
}

const toolPrograms = ['/usr/bin/curl', '/usr/bin/jq', '/usr/bin/socat', '/usr/sbin/ip', '/usr/sbin/nft', '/usr/sbin/conntrack', '/usr/sbin/ipset', '/usr/sbin/xtables-nft-multi', '/usr/sbin/xtables-legacy-multi'];
const tables = ['iptables', 'iptables-save', 'iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore'];

/** The layer under kube-proxy and the pod network: small tools out of Debian, and our scripts. */
export async function toolsLayer(debian: string, scripts: string, work: string): Promise<Layer> {
  const root = join(work, 'tools');
  installBusybox(debian, root);
  copyPrograms(debian, root, toolPrograms);
  const [libraries = ''] = readdirSync(join(debian, 'usr/lib')).filter((name) => name.endsWith('-linux-gnu'));
  copyFolder(debian, root, `usr/lib/${libraries}/xtables`);
  linkProgram(root, 'xtables-nft-multi', tables);
  for (const flavour of ['nft', 'legacy']) linkProgram(root, `xtables-${flavour}-multi`, tables.map((name) => name.replace('tables', `tables-${flavour}`)));
  copyFolder(debian, root, 'etc/ssl/certs/ca-certificates.crt');
  copyFolder(scripts, join(root, 'usr/local/bin'), '.');
  const layer = await packLayer(root, `${root}.tar`);
  rmSync(root, { recursive: true, force: true });
  return layer;
}
