import type { PersistentVolume, VolumeAttachment } from '@clusterwright/api/kubernetes';
import { aNode, aPod } from '../machine.fixtures.ts';
import { attachedVolumes, pendingVolumes, volumesMessage } from './volume-detach.plan.ts';

const handle = (id: string) => `kubernetes.io/csi/driver^${id}`;
const volume = (name: string, id: string | undefined, claim?: string, kind = 'PersistentVolumeClaim'): PersistentVolume => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: { ...(id ? { csi: { driver: 'driver', volumeHandle: id } } : {}), ...(claim ? { claimRef: { kind, namespace: 'apps', name: claim } } : {}) },
});
const attachment = (name: string, persistentVolumeName: string | undefined, nodeName = 'n', attached = true): VolumeAttachment => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'VolumeAttachment',
  metadata: { name },
  spec: { attacher: 'driver', nodeName, source: persistentVolumeName === undefined ? {} : { persistentVolumeName } },
  status: { attached },
});
const nodeWith = (...ids: string[]) => aNode({ status: { volumesAttached: ids.map((id) => ({ name: handle(id), devicePath: '' })) } });

test('volumes are attached as the Node or an attachment of it says', () => {
  const attached = attachedVolumes(nodeWith('1'), [attachment('a', 'pv-2'), attachment('b', 'pv-3', 'other'), attachment('c', 'pv-4', 'n', false)]);
  expect({ inNodeStatus: [...attached.inNodeStatus], persistentVolumes: [...attached.persistentVolumes] }).toEqual({ inNodeStatus: [handle('1')], persistentVolumes: ['pv-2'] });
});

test('an attachment without a volume cannot be judged', () => {
  expect(() => attachedVolumes(nodeWith(), [attachment('a', undefined)])).toThrow(expect.objectContaining({ code: 'AttachmentWithoutVolume' }) as Error);
});

test('what is pending: claims, volumes without one, and entries nobody knows; claims of Pods left alone do not count', () => {
  const attached = attachedVolumes(nodeWith('1', '2', 'lost'), [attachment('a', 'pv-3'), attachment('b', 'pv-lost'), attachment('c', 'pv-1')]);
  const volumes = [volume('pv-1', '1', 'data'), volume('pv-2', '2', 'logs'), volume('pv-3', undefined), volume('pv-4', '4', 'elsewhere')];
  const skipped = aPod('agent', { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'logs' } }] } });
  const pending = pendingVolumes(attached, volumes, [skipped]);
  expect(pending).toEqual({ claims: ['apps/data'], volumesWithoutClaim: ['pv-3'], unknownInNodeStatus: [handle('lost')], unknownAttachments: ['pv-lost'] });
  expect(volumesMessage(pending, '2026-11-21T11:00:00Z')).toBe(
    [
      'Waiting for Node volumes to be detached (started at 2026-11-21T11:00:00Z)',
      '* PersistentVolumeClaims: apps/data',
      '* PersistentVolumes without a .spec.claimRef to a PersistentVolumeClaim: pv-3',
      `* Node with .status.volumesAttached entries not matching a PersistentVolume: ${handle('lost')}`,
      '* VolumeAttachment with .spec.source.persistentVolumeName not matching a PersistentVolume: pv-lost',
    ].join('\n'),
  );
});

test('nothing pending is no message, and long lists are cut', () => {
  const nothing = { claims: [], volumesWithoutClaim: [], unknownInNodeStatus: [], unknownAttachments: [] };
  expect(volumesMessage(nothing, 'x')).toBeUndefined();
  expect(volumesMessage({ ...nothing, claims: ['1', '2', '3', '4', '5', '6', '7'] }, 'x')).toContain('* PersistentVolumeClaims: 1, 2, 3, 4, 5, ... (2 more)');
});
