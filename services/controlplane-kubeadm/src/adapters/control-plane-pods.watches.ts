import type { Pod } from '@clusterwright/api/kubernetes';

/** Whether a change of a static Pod can change what is said about its component. */
export function podMatters(next: Pod | undefined, previous: Pod | undefined): boolean {
  if (!next || !previous) return true;
  return healthOf(next) !== healthOf(previous);
}

function healthOf({ status }: Pod): string {
  const conditions = (status?.conditions ?? []).map(({ type, status: value }) => `${type}=${value}`);
  const containers = (status?.containerStatuses ?? []).map(({ state, lastState }) => [state?.waiting?.reason, state?.terminated?.reason, lastState?.terminated?.exitCode]);
  return JSON.stringify([status?.phase, conditions, containers]);
}
