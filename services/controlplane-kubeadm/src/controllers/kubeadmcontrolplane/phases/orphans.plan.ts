import type { KubeObject } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';

export interface OrphanInput {
  readonly controlPlane: KubeadmControlPlane;
  /** Names of all control plane Machines. */
  readonly machineNames: ReadonlySet<string>;
  /** Infrastructure machines and KubeadmConfigs of the cluster. */
  readonly objects: readonly KubeObject[];
  readonly now: Date;
}

export interface OrphanPlan {
  /** Made for Machines that never came to be. */
  readonly orphans: readonly KubeObject[];
  /** Until the youngest candidate is old enough to be sure; undefined where there is none. */
  readonly lookAgainMs: number | undefined;
}

/** A Machine whose creation was sent may still come to be for as long as a request may take. */
const creationMs = 35_000;

/** What the control plane made for Machines that do not exist: a create may fail, or the process end, half-way. What a Machine has taken over is that Machine's. Pure. */
export function planOrphans({ controlPlane, machineNames, objects, now }: OrphanInput): OrphanPlan {
  const candidates = objects.filter(({ metadata }) => metadata.deletionTimestamp === undefined && !machineNames.has(metadata.name) && isMadeBy(metadata.ownerReferences, controlPlane));
  const ageMs = ({ metadata }: KubeObject): number => now.getTime() - new Date(metadata.creationTimestamp ?? now).getTime();
  const young = candidates.filter((object) => ageMs(object) < creationMs);
  return {
    orphans: candidates.filter((object) => ageMs(object) >= creationMs),
    lookAgainMs: young.length > 0 ? Math.max(...young.map((object) => creationMs - ageMs(object))) : undefined,
  };
}

function isMadeBy(owners: KubeObject['metadata']['ownerReferences'] = [], { metadata }: KubeadmControlPlane): boolean {
  return owners.some(({ kind, uid }) => kind === 'KubeadmControlPlane' && uid === metadata.uid);
}
