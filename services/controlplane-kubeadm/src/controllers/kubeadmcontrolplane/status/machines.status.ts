import type { Machine } from '@clusterwright/api/core/v1beta2';
import { aggregate } from '@clusterwright/provider-kit/conditions/aggregate';
import { conditionOf, isToBeRemediated, isUnhealthy, listNames } from '../control-plane-machine.plan.ts';
import type { ControlPlaneDraft } from '../health/drafts.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';

/** A Machine younger than this need not have an UpToDate condition yet. */
const upToDateGraceMs = 10_000;

export function machinesReadyDraft({ machines }: ControlPlaneScope): ControlPlaneDraft {
  if (machines.length === 0) return { type: 'MachinesReady', status: 'True', reason: 'NoReplicas' };
  return aggregate({ target: 'MachinesReady', objects: machines.map(({ machine }) => machine), type: 'Ready', reasons: { issue: 'NotReady', unknown: 'ReadyUnknown', info: 'Ready' } });
}

export function machinesUpToDateDraft({ machines, now }: ControlPlaneScope): ControlPlaneDraft {
  const isOld = ({ metadata }: Machine): boolean => now.getTime() - Date.parse(metadata.creationTimestamp ?? '') > upToDateGraceMs;
  const objects = machines.map(({ machine }) => machine).filter((machine) => conditionOf(machine, 'UpToDate') !== undefined || isOld(machine));
  if (objects.length === 0) return { type: 'MachinesUpToDate', status: 'True', reason: 'NoReplicas' };
  return aggregate({ target: 'MachinesUpToDate', objects, type: 'UpToDate', reasons: { issue: 'NotUpToDate', unknown: 'UpToDateUnknown', info: 'UpToDate' } });
}

/** RollingOut: why Machines have to be replaced, versions first. */
export function rollingOutDraft({ machines }: ControlPlaneScope): ControlPlaneDraft {
  const outdated = machines.map(({ machine }) => conditionOf(machine, 'UpToDate')).filter((condition) => condition?.status === 'False');
  if (outdated.length === 0) return { type: 'RollingOut', status: 'False', reason: 'NotRollingOut' };
  const reasons = [...new Set(outdated.flatMap((condition) => (condition?.message ? condition.message.split('\n') : [])))];
  const isVersion = (reason: string): boolean => reason.startsWith('* Version');
  const sorted = reasons.sort((a, b) => Number(isVersion(b)) - Number(isVersion(a)) || (a < b ? -1 : 1));
  return { type: 'RollingOut', status: 'True', reason: 'RollingOut', message: [`Rolling out ${outdated.length} not up-to-date replicas`, ...sorted].join('\n') };
}

/** Remediating: Machines that wait for us to replace them; others that are unhealthy are only named. */
export function remediatingDraft({ machines }: ControlPlaneScope): ControlPlaneDraft {
  const all = machines.map(({ machine }) => machine);
  const objects = all.filter(isToBeRemediated);
  if (objects.length > 0) {
    const { message } = aggregate({ target: 'Remediating', objects, type: 'OwnerRemediated' });
    return { type: 'Remediating', status: 'True', reason: 'Remediating', message };
  }
  const names = all.filter(isUnhealthy).map(({ metadata }) => metadata.name).sort();
  if (names.length === 0) return { type: 'Remediating', status: 'False', reason: 'NotRemediating' };
  const subject = names.length === 1 ? `Machine ${listNames(names, 3)} is` : `Machines ${listNames(names, 3)} are`;
  return { type: 'Remediating', status: 'False', reason: 'NotRemediating', message: `${subject} not healthy (not to be remediated by KubeadmControlPlane)` };
}
