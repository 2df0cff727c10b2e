import { keyOf, keyString, remediationInProgressAnnotation } from '@clusterwright/api';
import { KubeadmControlPlanes } from '@clusterwright/api/controlplane/v1beta2';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done, waitFor, type Client, type Phase, type PhaseResult, type ReconcileContext } from '@clusterwright/controller-runtime';
import { patchSharedStatus } from '@clusterwright/controller-runtime/driver/shared-status';
import { statusPatch } from '@clusterwright/controller-runtime/driver/write-report';
import { ignoreNotFound } from '@clusterwright/kube-client';
import type { ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { etcdMemberName, nodeNameByProviderID } from '../etcd-member-name.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { formatRemediation } from '../remediation-data.plan.ts';
import { deletionFailedWords, leadershipFailedWords, machineDeletingWords, planRemediation, type RemediationPlan, type RemediationWords } from '../remediation.plan.ts';
import type { EtcdMembership } from './etcd-membership.ts';

export interface RemediationDeps {
  readonly client: Pick<Client, 'patch' | 'delete'>;
  readonly membership: EtcdMembership;
}

type Observed = Partial<ControlPlaneScope>;

/** Deletes the one unhealthy Machine that is due, so that a new one takes its place; or says on it why not. What could not be done fails the pass in the next step. */
export function remediation(deps: RemediationDeps): Phase<ControlPlaneScope> {
  return async (scope, ctx) => {
    const { controlPlane, cluster, machines, initialized, health, connection, now } = scope;
    const nameByProviderID = nodeNameByProviderID(connection);
    const plan = planRemediation({ controlPlane, cluster, machines, initialized, etcd: health?.etcd, memberNameOf: (member) => etcdMemberName(member, nameByProviderID), now });
    switch (plan.step) {
      case 'none':
        return done;
      case 'inProgress':
        ctx.log.debug('Another remediation is in progress');
        return done;
      case 'deleting':
        return { outcome: done, observed: await say(deps, scope, { machine: plan.machine.machine, words: machineDeletingWords }, ctx) };
      case 'deferred':
        ctx.log.info('Not remediating Machine', { reason: plan.words.condition.message, Machine: keyString(keyOf(plan.machine.machine)) });
        return { outcome: done, observed: { ...(await say(deps, scope, { machine: plan.machine.machine, words: plan.words }, ctx)), remediationLookAgainMs: plan.lookAgainMs } };
      case 'remediate':
        return remediate(deps, scope, plan, ctx);
    }
  };
}

async function remediate(deps: RemediationDeps, scope: ControlPlaneScope, plan: Extract<RemediationPlan, { step: 'remediate' }>, ctx: ReconcileContext): Promise<PhaseResult<ControlPlaneScope>> {
  const { machine } = plan.machine;
  const failed = async (error: Error, words: RemediationWords): Promise<PhaseResult<ControlPlaneScope>> => ({ outcome: done, observed: { ...(await say(deps, scope, { machine, words }, ctx)), remediationError: error } });
  const leadership = await attempt(() => (plan.forwardLeadership ? deps.membership.forwardLeadership(scope, plan.machine, ctx) : undefined));
  if (leadership.error) return failed(leadership.error, leadershipFailedWords(leadership.error.message));

  // Noted before the deletion: a process that ends in between loses no count of retries, and the next pass sees that nothing was deleted.
  const body = { metadata: { annotations: { [remediationInProgressAnnotation]: formatRemediation(plan.data) } } };
  const controlPlane = await deps.client.patch(KubeadmControlPlanes, keyOf(scope.controlPlane), { type: 'merge', body }, { signal: ctx.signal });

  // Its etcd member leaves later, once the Node is drained: see the pre-terminate hook.
  const deletion = await attempt(() => deps.client.delete(Machines, keyOf(machine), { uid: machine.metadata.uid, signal: ctx.signal }));
  if (deletion.error) return failed(deletion.error, deletionFailedWords(deletion.error.message));
  ctx.log.info('Deleting control plane Machine', { reason: 'remediating unhealthy Machine', Machine: keyString(keyOf(machine)), retryCount: plan.data.retryCount, replicas: scope.machines.length });
  const said = deletion.value ? await say(deps, scope, { machine: deletion.value, words: machineDeletingWords }, ctx) : {};
  return { outcome: waitFor('WaitingForMachineDeletion'), observed: { ...said, controlPlane } };
}

async function attempt<T>(act: () => Promise<T> | T): Promise<{ readonly value: T; readonly error?: undefined } | { readonly error: Error }> {
  try {
    return { value: await act() };
  } catch (error) {
    return { error: toError(error) };
  }
}

/** Writes the words on the Machine where they are new. */
async function say({ client }: Pick<RemediationDeps, 'client'>, { machines }: ControlPlaneScope, { machine, words }: { readonly machine: Machine; readonly words: RemediationWords }, { now, signal }: ReconcileContext): Promise<Observed> {
  const patch = statusPatch(machine, { conditions: [words.condition], v1beta1Conditions: [words.v1beta1] }, new Set(['OwnerRemediated']), now());
  const written = (patch && (await ignoreNotFound(patchSharedStatus({ client, resource: Machines, signal }, machine, patch)))) ?? machine;
  return { machines: machines.map((member): ControlPlaneMachine => (member.machine.metadata.name === machine.metadata.name ? { ...member, machine: written } : member)) };
}
