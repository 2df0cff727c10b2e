import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { ControlPlaneMachine } from './control-plane-machine.plan.ts';

export interface RolloutTimeInput {
  readonly controlPlane: KubeadmControlPlane;
  readonly machines: readonly ControlPlaneMachine[];
  readonly now: Date;
}

const dayMs = 24 * 3600 * 1000;

/**
 * In how many milliseconds the passing of time alone makes Machines outdated (KCP-14); undefined where it will not. At most a day, after which one looks again:
 * timers cannot wait for as long as certificates last.
 */
export function untilNextRollout({ controlPlane: { spec }, machines, now }: RolloutTimeInput): number | undefined {
  const days = spec.rollout?.before?.certificatesExpiryDays;
  const expiries = days ? machines.map(({ machine }) => Date.parse(machine.status?.certificatesExpiryDate ?? '') - days * dayMs) : [];
  const times = [Date.parse(spec.rollout?.after ?? ''), ...expiries];
  // A Machine is outdated after the time, not at it.
  const waits = times.map((time) => time - now.getTime() + 1000).filter((wait) => wait > 1000);
  return waits.length > 0 ? Math.min(dayMs, ...waits) : undefined;
}
