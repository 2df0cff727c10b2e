/** Volumes and where they are attached. */
import type { KubeObject } from '../resource.ts';
import type { ObjectReference } from './meta.ts';
import { core, v1 } from './descriptor.ts';

export interface PersistentVolume extends KubeObject {
  spec?: { claimRef?: ObjectReference; csi?: { driver: string; volumeHandle: string }; [field: string]: unknown };
  status?: { phase?: string };
}

export interface PersistentVolumeClaim extends KubeObject {
  spec?: { volumeName?: string; storageClassName?: string; [field: string]: unknown };
  status?: { phase?: string };
}

export interface VolumeAttachment extends KubeObject {
  spec: { attacher: string; nodeName: string; source: { persistentVolumeName?: string; inlineVolumeSpec?: unknown } };
  status?: { attached: boolean };
}

export const PersistentVolumes = core<PersistentVolume>('PersistentVolume', 'persistentvolumes', false);
export const PersistentVolumeClaims = core<PersistentVolumeClaim>('PersistentVolumeClaim', 'persistentvolumeclaims');
export const VolumeAttachments = v1<VolumeAttachment>('storage.k8s.io', 'VolumeAttachment', 'volumeattachments', false);
