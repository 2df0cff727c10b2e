import type { ConditionStatus } from '@clusterwright/api';
import type { Node } from '@clusterwright/api/kubernetes';
import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { draft } from './condition-draft.status.ts';

/** Node conditions that tell about health, with the status that means well. Others are for people and tools that know them. */
const healthyStatus = { Ready: 'True', MemoryPressure: 'False', DiskPressure: 'False', PIDPressure: 'False' } as const;

interface Finding {
  readonly type: string;
  readonly status: ConditionStatus | 'missing';
  readonly message: string;
}

/** NodeHealthy: what keeps a Node from being well; a condition it does not report counts as unknown. */
export function nodeHealthy(node: Node): ConditionDraft {
  const findings = Object.entries(healthyStatus).flatMap(([type, healthy]) => findingOf(node, type, healthy));
  const message = messageOf(findings);
  if (findings.some(({ status }) => status === 'True' || status === 'False')) return draft('NodeHealthy', 'False', 'NodeNotHealthy', message);
  if (findings.length > 0) return draft('NodeHealthy', 'Unknown', 'NodeHealthyUnknown', message);
  return draft('NodeHealthy', 'True', 'NodeHealthy');
}

function findingOf({ status }: Node, type: string, healthy: ConditionStatus): Finding[] {
  const condition = status?.conditions?.findLast((candidate) => candidate.type === type);
  if (!condition) return [{ type, status: 'missing', message: 'Condition not yet reported' }];
  if (condition.status === healthy) return [];
  const state: ConditionStatus = condition.status === 'True' || condition.status === 'False' ? condition.status : 'Unknown';
  return [{ type, status: state, message: condition.message || `Condition is ${condition.status}` }];
}

/** A kubelet that stopped says the same about everything: once is enough. */
function messageOf(findings: readonly Finding[]): string {
  const reported = findings.filter(({ status }) => status !== 'missing');
  const [first] = reported;
  if (first && reported.length > 1 && reported.every(({ message }) => message === first.message)) return `* Node.AllConditions: ${first.message}`;
  return findings.map(({ type, message }) => `* Node.${type}: ${message}`).join('\n');
}
