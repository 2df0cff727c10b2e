import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { MachineHealthCheckScope, Target } from '../machinehealthcheck.scope.ts';
import { soonest } from './lasting-conditions.plan.ts';
import { planShortCircuit } from './short-circuit.plan.ts';
import type { Allowance, HealthCounts } from './short-circuit.plan.ts';
import { targetHealth } from './target-health.plan.ts';
import type { TargetHealth } from './target-health.plan.ts';

export interface UnhealthyMachine {
  readonly machine: Machine;
  readonly health: Extract<TargetHealth, { kind: 'unhealthy' }>;
}

/** What a pass concludes about all Machines. */
export interface Assessment {
  readonly targetNames: readonly string[];
  readonly counts: HealthCounts;
  readonly healthy: readonly Machine[];
  readonly unhealthy: readonly UnhealthyMachine[];
  readonly allowance: Allowance;
  /** When the next Machine may become unhealthy. */
  readonly nextCheckMs: number | undefined;
}

/** Judges all Machines, and whether those that are unhealthy may be remediated. Pure. */
export function assess({ machineHealthCheck, cluster }: Pick<MachineHealthCheckScope, 'machineHealthCheck' | 'cluster'>, targets: readonly Target[], now: Date): Assessment {
  const { checks, remediation } = machineHealthCheck.spec;
  const judged = targets.map((target) => ({ machine: target.machine, health: targetHealth({ target, cluster, checks, now }) }));
  const healthy = judged.filter(({ health }) => health.kind === 'healthy').map(({ machine }) => machine);
  const unhealthy = judged.flatMap(({ machine, health }) => (health.kind === 'unhealthy' ? [{ machine, health }] : []));
  const counts = { total: targets.length, healthy: healthy.length, unhealthy: unhealthy.length };
  return {
    targetNames: targets.map(({ machine }) => machine.metadata.name),
    counts,
    healthy,
    unhealthy,
    allowance: planShortCircuit(remediation?.triggerIf, counts),
    nextCheckMs: soonest(judged.map(({ health }) => (health.kind === 'undecided' ? health.nextCheckMs : undefined))),
  };
}
