import type { Node, PersistentVolume, Pod, VolumeAttachment } from '@clusterwright/api/kubernetes';
import { AppError } from '@clusterwright/api/errors';

/** A VolumeAttachment that names no volume. Retried with backoff; only its owner can mend it. */
export class AttachmentWithoutVolumeError extends AppError {
  readonly code = 'AttachmentWithoutVolume';
}

/** Volumes that are attached to a Node: as the Node says, and as VolumeAttachments say. */
export interface AttachedVolumes {
  readonly inNodeStatus: ReadonlySet<string>;
  readonly persistentVolumes: ReadonlySet<string>;
}

/** Errors: `AttachmentWithoutVolumeError`. */
export function attachedVolumes(node: Node, attachments: readonly VolumeAttachment[]): AttachedVolumes {
  const ofNode = attachments.filter(({ spec, status }) => status?.attached && spec.nodeName === node.metadata.name);
  const names = ofNode.map(({ metadata, spec }) => {
    if (spec.source.persistentVolumeName === undefined) throw new AttachmentWithoutVolumeError(`spec.source.persistentVolumeName for VolumeAttachment ${metadata.name} is not set`);
    return spec.source.persistentVolumeName;
  });
  return { inNodeStatus: new Set((node.status?.volumesAttached ?? []).map(({ name }) => name)), persistentVolumes: new Set(names) };
}

/** What a Machine still waits for. */
export interface PendingVolumes {
  readonly claims: readonly string[];
  readonly volumesWithoutClaim: readonly string[];
  readonly unknownInNodeStatus: readonly string[];
  readonly unknownAttachments: readonly string[];
}

/** Which attached volumes must be detached before the instance may go. Claims of Pods that draining leaves alone do not count (spec MA-23). */
export function pendingVolumes(attached: AttachedVolumes, volumes: readonly PersistentVolume[], skippedPods: readonly Pod[]): PendingVolumes {
  const ignored = new Set(skippedPods.flatMap(claimsOf));
  const matches = volumes.flatMap((volume) => {
    const handle = handleOf(volume);
    const inNodeStatus = handle !== undefined && attached.inNodeStatus.has(handle);
    const asAttachment = attached.persistentVolumes.has(volume.metadata.name);
    return inNodeStatus || asAttachment ? [{ volume, handle, claim: claimOf(volume) }] : [];
  });
  const handles = new Set(matches.map(({ handle }) => handle));
  const names = new Set(matches.map(({ volume }) => volume.metadata.name));
  const claims = matches.map(({ claim }) => claim).filter((claim) => claim !== undefined && !ignored.has(claim)) as string[];
  return {
    claims: [...new Set(claims)].sort(),
    volumesWithoutClaim: matches.filter(({ claim }) => claim === undefined).map(({ volume }) => volume.metadata.name).sort(),
    unknownInNodeStatus: [...attached.inNodeStatus].filter((handle) => !handles.has(handle)).sort(),
    unknownAttachments: [...attached.persistentVolumes].filter((name) => !names.has(name)).sort(),
  };
}

function claimsOf({ metadata, spec }: Pod): string[] {
  return (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => (persistentVolumeClaim ? [`${metadata.namespace ?? ''}/${persistentVolumeClaim.claimName}`] : []));
}

/** The name under which a Node lists a CSI volume. */
function handleOf({ spec }: PersistentVolume): string | undefined {
  return spec?.csi && `kubernetes.io/csi/${spec.csi.driver}^${spec.csi.volumeHandle}`;
}

function claimOf({ spec }: PersistentVolume): string | undefined {
  const claim = spec?.claimRef;
  return claim?.kind === 'PersistentVolumeClaim' ? `${claim.namespace ?? ''}/${claim.name ?? ''}` : undefined;
}

const namesShown = 5;

/** What the Deleting condition tells of the volumes; undefined where nothing is pending. */
export function volumesMessage({ claims, volumesWithoutClaim, unknownInNodeStatus, unknownAttachments }: PendingVolumes, startTime: string): string | undefined {
  const lines = [
    line('PersistentVolumeClaims', claims),
    line('PersistentVolumes without a .spec.claimRef to a PersistentVolumeClaim', volumesWithoutClaim),
    line('Node with .status.volumesAttached entries not matching a PersistentVolume', unknownInNodeStatus),
    line('VolumeAttachment with .spec.source.persistentVolumeName not matching a PersistentVolume', unknownAttachments),
  ].filter((text) => text !== undefined);
  return lines.length === 0 ? undefined : [`Waiting for Node volumes to be detached (started at ${startTime})`, ...lines].join('\n');
}

function line(what: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const shown = names.slice(0, namesShown);
  return `* ${what}: ${(names.length > namesShown ? [...shown, `... (${names.length - namesShown} more)`] : shown).join(', ')}`;
}
