import { coreDNSMigrationProblem } from '../../../coredns-releases.ts';
import type { FieldError } from '../../../field-error.ts';
import { skipCoreDNSAnnotation } from '../../../labels.ts';
import { parseImageTagVersion } from '../../../versions.ts';
import type { Version } from '../../../versions.ts';
import type { KubeadmControlPlane } from './kubeadm-control-plane.schema.ts';

const field = 'spec.kubeadmConfigSpec.clusterConfiguration.dns.imageTag';

/** CoreDNS only goes to a release to which the Corefile can be migrated, unless the same release was there before or CoreDNS is left to the user. Pure. */
export function validateCoreDNSUpgrade(next: KubeadmControlPlane, previous: KubeadmControlPlane): FieldError[] {
  const [toTag, fromTag] = [imageTag(next), imageTag(previous)];
  if (!toTag || !fromTag) return [];
  const [to, from] = [parseImageTagVersion(toTag), parseImageTagVersion(fromTag)];
  if (!from) return [{ field, type: 'Invalid', value: fromTag, detail: 'current CoreDNS version cannot be parsed' }];
  if (!to) return [{ field, type: 'Invalid', value: toTag, detail: 'must begin with the version of CoreDNS, such as v1.12.1' }];
  const [release, current] = [releaseOf(to), releaseOf(from)];
  if (release === current || next.metadata.annotations?.[skipCoreDNSAnnotation] !== undefined) return [];
  const problem = coreDNSMigrationProblem(current, release);
  return problem === undefined ? [] : [{ field, type: 'Forbidden', detail: `cannot upgrade CoreDNS from ${current} to ${release}: ${problem}` }];
}

const imageTag = ({ spec }: KubeadmControlPlane): string | undefined => spec.kubeadmConfigSpec?.clusterConfiguration?.dns?.imageTag;
const releaseOf = ({ major, minor, patch }: Version): string => `${major}.${minor}.${patch}`;
