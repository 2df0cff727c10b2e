import { AppError } from '@clusterwright/api/errors';

/** An image is named in a way that its version cannot be changed. */
export class ImageReferenceError extends AppError {
  readonly code = 'ImageReference';
}

/** The parts of an image reference; registry and path are what is written, or what Docker takes for it. */
export interface ImageReference {
  /** Everything before the last slash: `registry.k8s.io/coredns`. */
  readonly repository: string;
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** False where the registry is left to Docker, as in `coredns/coredns`. */
  readonly isQualified: boolean;
}

/** Reads an image reference such as `registry.k8s.io/kube-proxy:v1.36.3`. Errors: `ImageReferenceError`. */
export function parseImageReference(image: string): ImageReference {
  const match = /^([^@\s]*?)(?::([\w][\w.-]{0,127}))?(?:@(\S+))?$/.exec(image);
  const [, written = '', tag, digest] = match ?? [];
  if (!/^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*$/.test(written)) throw new ImageReferenceError(`image ${JSON.stringify(image)} is no valid reference`);
  const [registry = '', ...path] = written.split('/');
  const isQualified = path.length > 0 && (/[.:A-Z]/.test(registry) || registry === 'localhost');
  const full = isQualified ? written : `docker.io/${path.length > 0 ? '' : 'library/'}${written}`;
  const slash = full.lastIndexOf('/');
  return { repository: full.slice(0, slash), name: full.slice(slash + 1), tag, digest, isQualified };
}

/** A version as a tag: what tags may not hold becomes an underscore. */
export function versionToTag(version: string): string {
  return version.replaceAll(/[^-\w.]/g, '_');
}

/** The same image at another version, and from another repository where one is given. Errors: `ImageReferenceError` where the image is pinned by digest. */
export function withVersion(image: string, version: string, imageRepository: string | undefined): string {
  const { repository, name, digest } = parseImageReference(image);
  if (digest !== undefined) throw new ImageReferenceError(`image ${JSON.stringify(image)} is pinned by digest: its tag cannot be changed`);
  const tag = versionToTag(version);
  return imageRepository ? `${withoutTrailingSlash(imageRepository)}/${name}:${tag}` : `${repository}/${name}:${tag}`;
}

export function withoutTrailingSlash(repository: string): string {
  return repository.replace(/\/+$/, '');
}
