import { parseVersion } from '@clusterwright/api/versions';
import { TerminalError } from '@clusterwright/api/errors';
import { publishedNodeImages } from './published-node-images.ts';

const repository = 'kindest/node';

/** Images that serve a machine, the wanted one first; the others are taken where the engine has them already. */
export type NodeImageChoice = readonly [wanted: string, ...others: string[]];

/**
 * The node image for a machine: the custom one, else kind's for that Kubernetes version (spec DEV-03). Pure.
 *
 * A version that kind published is asked for by digest, others by tag. An image of that tag which the engine has, such as one that `make node-images` built, serves as well.
 * Errors: `TerminalError` where the version is missing or none.
 */
export function nodeImageFor(version: string | undefined, customImage: string | undefined): NodeImageChoice {
  if (customImage) return [customImage];
  if (!version) throw new TerminalError('the Machine has no version, and no customImage is given');
  const parsed = parseVersion(version);
  if (!parsed) throw new TerminalError(`${JSON.stringify(version)} is no Kubernetes version`);
  const text = version.replace(/^v/, '');
  // Tags of images cannot hold the plus sign of build metadata.
  const tag = `${repository}:v${text.replaceAll('+', '_')}`;
  const digest = publishedDigests.get(text.split('+')[0] ?? '');
  return digest === undefined ? [tag] : [`${tag}@sha256:${digest}`, tag];
}

/** Version → digest; of several builds of one version the newest, which stands first. */
const publishedDigests = new Map(publishedNodeImages.toReversed().map((line) => line.split(' ') as [version: string, digest: string]));
