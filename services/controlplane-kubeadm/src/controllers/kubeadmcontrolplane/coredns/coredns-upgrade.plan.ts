import { AppError } from '@clusterwright/api/errors';
import { coreDNSReleases } from '@clusterwright/api/coredns-releases';
import type { ClusterConfiguration } from '@clusterwright/api/bootstrap/v1beta2';
import type { ConfigMap, Deployment, Volume } from '@clusterwright/api/kubernetes';
import { compareVersions, parseImageTagVersion, type Version } from '@clusterwright/api/versions';
import { containerImage, type ContainerImage } from '../container-image.plan.ts';
import { parseImageReference, withoutTrailingSlash, type ImageReference } from '../image-reference.plan.ts';
import { migrateCorefile } from './corefile-migration.plan.ts';

/** CoreDNS is not as kubeadm left it, or cannot go to the version asked for. */
export class CoreDNSUpgradeError extends AppError {
  readonly code = 'CoreDNSUpgrade';
}

export interface CoreDNSInput {
  readonly configuration: ClusterConfiguration;
  readonly configMap: ConfigMap;
  readonly deployment: Deployment;
}

/** Where in the Deployment's lists something stands. */
export interface CorefileVolume {
  readonly volume: number;
  readonly items: readonly number[];
}

export type CoreDNSPlan =
  | { readonly step: 'nothing' }
  | {
      readonly step: 'upgrade';
      readonly container: ContainerImage;
      readonly to: string;
      readonly volumes: readonly CorefileVolume[];
      /** Undefined where the new version reads the Corefile as it is. */
      readonly corefile: { readonly before: string; readonly after: string } | undefined;
    };

export const corefileKey = 'Corefile';
export const corefileBackupKey = 'Corefile-backup';
const name = 'coredns';
const volumeName = 'config-volume';
const registriesThatMovedIt = ['k8s.gcr.io', 'registry.k8s.io'];

/** Whether the user says anything about CoreDNS' image: otherwise it stays what it is. */
export function choosesImage({ imageRepository, dns }: ClusterConfiguration = {}): boolean {
  return [imageRepository, dns?.imageRepository, dns?.imageTag].some(Boolean);
}

/** What brings CoreDNS to the image that the control plane asks for, its Corefile included (KCP-21). Errors: `CoreDNSUpgradeError`, `CorefileMigrationError`, `ImageReferenceError`. */
export function planCoreDNS({ configuration, configMap, deployment }: CoreDNSInput): CoreDNSPlan {
  const container = containerImage(deployment, name);
  if (!container) throw new CoreDNSUpgradeError(`Deployment coredns has no container ${name}`);
  const image = taggedImage(container.image);
  const tag = configuration.dns?.imageTag || image.tag;
  const to = `${targetName(image, configuration, versionOf(tag))}:${tag}`;
  if (container.image === to) return { step: 'nothing' };

  const { volumes, readsBackup } = corefileVolumes(deployment.spec?.template.spec?.volumes);
  const before = corefileToMigrate(configMap, readsBackup);
  const after = migrateCorefile(before, ...releases(image.tag, tag));
  return { step: 'upgrade', container, to, volumes, corefile: after === before && !readsBackup ? undefined : { before, after } };
}

/** A Deployment that reads the backup was left there by a pass that ended half-way. */
function corefileToMigrate({ data = {} }: ConfigMap, readsBackup: boolean): string {
  const corefile = (readsBackup ? data[corefileBackupKey] : undefined) ?? data[corefileKey];
  if (corefile === undefined) throw new CoreDNSUpgradeError(`ConfigMap coredns has no ${corefileKey}`);
  return corefile;
}

function taggedImage(text: string): ImageReference & { readonly tag: string } {
  const { tag, ...image } = parseImageReference(text);
  if (!image.isQualified) throw new CoreDNSUpgradeError(`image ${JSON.stringify(text)} of Deployment coredns does not name its registry`);
  if (!tag) throw new CoreDNSUpgradeError(`image ${JSON.stringify(text)} of Deployment coredns has no tag`);
  return { ...image, tag };
}

/** The repository and name of the image: since 1.8.0 the Kubernetes registries keep it one level deeper. */
function targetName({ repository, name: imageName }: ImageReference, { imageRepository, dns }: ClusterConfiguration, target: Version): string {
  const wanted = withoutTrailingSlash(dns?.imageRepository || imageRepository || repository);
  const hasMoved = registriesThatMovedIt.includes(wanted) && imageName === name && compareVersions(target, versionOf('1.8.0'), { withoutPreRelease: true }) >= 0;
  return `${wanted}/${hasMoved ? `${name}/${name}` : imageName}`;
}

function versionOf(tag: string): Version {
  const version = parseImageTagVersion(tag);
  if (!version) throw new CoreDNSUpgradeError(`cannot read a version of CoreDNS from image tag ${JSON.stringify(tag)}`);
  return version;
}

function releases(fromTag: string, toTag: string): [string, string] {
  const [from, to] = [versionOf(fromTag), versionOf(toTag)];
  const releaseOf = ({ major, minor, patch }: Version): string => `${major}.${minor}.${patch}`;
  if (compareVersions(from, to, { withoutPreRelease: true }) > 0) throw new CoreDNSUpgradeError(`CoreDNS cannot go back from ${fromTag} to ${toTag}`);
  if (!coreDNSReleases.includes(releaseOf(from))) throw new CoreDNSUpgradeError(`CoreDNS ${fromTag} is no release whose Corefile can be migrated`);
  return [releaseOf(from), releaseOf(to)];
}

function corefileVolumes(all: readonly Volume[] = []): { readonly volumes: readonly CorefileVolume[]; readonly readsBackup: boolean } {
  const keysOf = ({ configMap }: Volume): readonly string[] => (configMap?.items ?? []).map(({ key }) => key);
  const isOurs = (volume: Volume): boolean => volume.name === volumeName && volume.configMap?.name === name;
  const isKey = (key: string): boolean => key === corefileKey || key === corefileBackupKey;
  const volumes = all.flatMap((volume, index) => (isOurs(volume) ? [{ volume: index, items: keysOf(volume).flatMap((key, item) => (isKey(key) ? [item] : [])) }] : []));
  return { volumes, readsBackup: all.some((volume) => isOurs(volume) && keysOf(volume).includes(corefileBackupKey)) };
}
