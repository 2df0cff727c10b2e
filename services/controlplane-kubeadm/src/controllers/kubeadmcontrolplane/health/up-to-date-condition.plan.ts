import { pendingHooksAnnotation, updateInProgressAnnotation } from '@clusterwright/api';
import { conditionOf, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import type { MachineDraft } from './drafts.plan.ts';

/** UpToDate of a Machine. The control plane's RollingOut condition reads the lines of the message. */
export function upToDateDraft({ machine, upToDate }: ControlPlaneMachine): MachineDraft {
  const type = 'UpToDate';
  if (!upToDate.isUpToDate) return { type, status: 'False', reason: 'NotUpToDate', message: upToDate.conditionMessages.map((message) => `* ${message}`).join('\n') };
  if (isUpdateInProgress(machine)) {
    const updating = conditionOf(machine, 'Updating');
    const message = (updating?.status === 'True' && updating.message) || 'In-place update in progress';
    return { type, status: 'False', reason: 'Updating', message: `* ${message}` };
  }
  const kubelet = machine.status?.nodeInfo?.kubeletVersion;
  if (kubelet && kubelet !== machine.spec.version) {
    return { type, status: 'False', reason: 'Updating', message: `* Node.status.nodeInfo.kubeletVersion ${kubelet}, ${machine.spec.version} required` };
  }
  return { type, status: 'True', reason: 'UpToDate' };
}

/** Whether the Machine is being changed in place, or is about to. */
function isUpdateInProgress({ metadata }: ControlPlaneMachine['machine']): boolean {
  const { [updateInProgressAnnotation]: inProgress, [pendingHooksAnnotation]: hooks = '' } = metadata.annotations ?? {};
  return inProgress !== undefined || hooks.split(',').includes('UpdateMachine');
}
