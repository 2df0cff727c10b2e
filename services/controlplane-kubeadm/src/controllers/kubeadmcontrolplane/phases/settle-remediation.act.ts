import { keyOf, keyString, remediationInProgressAnnotation } from '@clusterwright/api';
import { KubeadmControlPlanes, type KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { done, type Client, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { patchSharedStatus, type StatusMergePatch } from '@clusterwright/controller-runtime/driver/shared-status';
import { statusPatch } from '@clusterwright/controller-runtime/driver/write-report';
import { ignoreNotFound } from '@clusterwright/kube-client';
import type { ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { hasRecovered, isStaleRemediation, recoveredMachines } from '../remediation.plan.ts';

/** Clears what earlier remediations left behind: verdicts on Machines that have recovered, and the note of one that is over. Nothing to write as a rule. */
export function settleRemediation(deps: { readonly client: Pick<Client, 'patch'> }): Phase<ControlPlaneScope> {
  return async ({ controlPlane, machines }, ctx) => {
    const settled = isStaleRemediation(controlPlane, machines) ? await withoutNote(deps.client, controlPlane, ctx) : controlPlane;
    const recovered = new Set(recoveredMachines(machines));
    const members: ControlPlaneMachine[] = [];
    for (const member of machines) members.push(recovered.has(member) ? { ...member, machine: await withoutVerdict(deps.client, member.machine, ctx) } : member);
    return { outcome: done, observed: { controlPlane: settled, machines: members } };
  };
}

function withoutNote(client: Pick<Client, 'patch'>, controlPlane: KubeadmControlPlane, { log, signal }: ReconcileContext): Promise<KubeadmControlPlane> {
  log.info('Remediation is no longer in progress', { reason: 'its replacement exists, or nothing was deleted' });
  const body = { metadata: { annotations: { [remediationInProgressAnnotation]: null } } };
  return client.patch(KubeadmControlPlanes, keyOf(controlPlane), { type: 'merge', body }, { signal });
}

async function withoutVerdict(client: Pick<Client, 'patch'>, machine: Machine, { log, now, signal }: ReconcileContext): Promise<Machine> {
  log.info('Machine needs no remediation any more', { reason: 'its health check succeeds again', Machine: keyString(keyOf(machine)) });
  const { conditions = [], deprecated } = machine.status ?? {};
  const unchanged: StatusMergePatch = { metadata: { resourceVersion: machine.metadata.resourceVersion }, status: {} };
  const current = hasRecovered(conditions) ? (statusPatch(machine, { conditions: [] }, new Set(['OwnerRemediated']), now()) ?? unchanged) : unchanged;
  const old = deprecated?.v1beta1?.conditions ?? [];
  const kept = hasRecovered(old) ? { deprecated: { v1beta1: { conditions: old.filter(({ type }) => type !== 'OwnerRemediated') } } } : {};
  const patch = { ...current, status: { ...current.status, ...kept } };
  return (await ignoreNotFound(patchSharedStatus({ client, resource: Machines, signal }, machine, patch))) ?? machine;
}
