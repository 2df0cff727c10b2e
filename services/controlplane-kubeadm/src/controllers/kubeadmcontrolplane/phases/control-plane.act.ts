import { keyOf, remediationInProgressAnnotation } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { done, requeueAfter, waitFor, type Client, type Phase, type PhaseResult, type ReconcileContext } from '@clusterwright/controller-runtime';
import type { RandomInteger } from '@clusterwright/provider-kit/cluster/names';
import { planControlPlane, type ControlPlanePlan } from '../control-plane.plan.ts';
import { isEtcdManaged } from '../control-plane-machine.plan.ts';
import { failedCreation, failedScaleDown, unhealthyControlPlane } from '../kubeadmcontrolplane.events.ts';
import { justCreated, type ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import type { EtcdMembership } from './etcd-membership.ts';
import { createMachine, MachineCreationError, type MachineCreationDeps } from './machine-creation.act.ts';

export interface ControlPlaneDeps extends MachineCreationDeps {
  readonly client: MachineCreationDeps['client'] & Pick<Client, 'delete'>;
  readonly membership: EtcdMembership;
  readonly random?: RandomInteger | undefined;
}

/** Health of Pods and etcd settles without waking us in every case. */
const unhealthyRequeueMs = 15_000;

/** Makes or deletes the one Machine that is due, or waits until it may. */
export function changeControlPlane(deps: ControlPlaneDeps): Phase<ControlPlaneScope> {
  return async (scope, ctx) => {
    const { controlPlane, cluster, machines, certificates, health } = scope;
    const { members: etcdMembers, alarms: etcdAlarms } = health?.etcd ?? { members: [], alarms: [] };
    const plan = planControlPlane({ controlPlane, cluster, machines, certificatesAvailable: certificates.kind === 'available', etcdMembers, etcdAlarms, random: deps.random });
    switch (plan.step) {
      case 'steady':
        return done;
      case 'blocked':
        return blocked(scope, plan, ctx);
      case 'create':
        return create(deps, scope, plan, ctx);
      case 'delete':
        return scaleDown(deps, scope, plan, ctx);
    }
  };
}

function blocked({ controlPlane }: ControlPlaneScope, { preflight, reason }: Extract<ControlPlanePlan, { step: 'blocked' }>, { log, events }: ReconcileContext): PhaseResult<ControlPlaneScope> {
  log.debug('Waiting for control plane to pass preflight checks', { step: reason, reason: preflight.reason, failures: preflight.details });
  if (preflight.reason === 'ControlPlaneUnhealthy') unhealthyControlPlane(events, controlPlane, preflight.details);
  return { outcome: requeueAfter(unhealthyRequeueMs, preflight.reason), observed: { preflight: preflight.failures } };
}

/** The Machine just made is part of what the report sees: a pass of its own would only write what is known now. */
async function create(deps: ControlPlaneDeps, scope: ControlPlaneScope, plan: Extract<ControlPlanePlan, { step: 'create' }>, ctx: ReconcileContext): Promise<PhaseResult<ControlPlaneScope>> {
  try {
    const machine = await createMachine(deps, scope, plan, ctx);
    ctx.log.info('Created control plane Machine', { reason: plan.reason, Machine: `${machine.metadata.namespace}/${machine.metadata.name}`, replicas: scope.machines.length + 1 });
    return { outcome: waitFor('WaitingForMachine'), observed: { machines: [...scope.machines, justCreated(machine)], remediationEnded: remediationInProgressAnnotation in (scope.controlPlane.metadata.annotations ?? {}) } };
  } catch (error) {
    if (!MachineCreationError.is(error)) throw error;
    failedCreation(ctx.events, scope, plan.mode, error);
    return { outcome: done, observed: { creationFailure: { reason: error.reason, error } } };
  }
}

async function scaleDown(deps: ControlPlaneDeps, scope: ControlPlaneScope, { machine: leaving, reason }: Extract<ControlPlanePlan, { step: 'delete' }>, ctx: ReconcileContext): Promise<PhaseResult<ControlPlaneScope>> {
  const { machine } = leaving;
  // The member itself leaves later, once the Node is drained: see the pre-terminate hook.
  if (isEtcdManaged(scope.controlPlane)) await deps.membership.forwardLeadership(scope, leaving, ctx);
  try {
    const kept = await deps.client.delete(Machines, keyOf(machine), { uid: machine.metadata.uid, signal: ctx.signal });
    ctx.log.info('Deleting control plane Machine', { reason, Machine: `${machine.metadata.namespace}/${machine.metadata.name}`, replicas: scope.machines.length });
    return { outcome: waitFor('WaitingForMachineDeletion'), observed: kept ? { machines: scope.machines.map((member) => (member === leaving ? { ...member, machine: kept } : member)) } : {} };
  } catch (error) {
    failedScaleDown(ctx.events, scope, machine, error);
    throw error;
  }
}
