import { disruptionBudgetExceeded } from '../store/api-errors.ts';
import { isJsonObject, type JsonObject } from '../store/json-values.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { disruptionBudgetResource, podResource } from '../store/resources.ts';
import type { StoredObject } from '../store/stored-object.ts';

/**
 * Refuses an eviction that a PodDisruptionBudget forbids.
 *
 * No disruption controller runs here, so what a budget allows is counted from its spec and its Pods. Errors: TooManyRequests.
 */
export function checkDisruptionBudgets(store: ObjectStore, pod: StoredObject): void {
  if (!isHealthy(pod)) return;
  const { namespace } = pod.metadata;
  for (const budget of store.list(disruptionBudgetResource, namespace)) {
    const spec = isJsonObject(budget['spec']) ? budget['spec'] : {};
    if (!selects(spec['selector'], pod)) continue;
    const pods = store.list(podResource, namespace, (each) => selects(spec['selector'], each as StoredObject));
    const healthy = pods.filter(isHealthy).length;
    if (healthy - 1 < requiredHealthy(spec, pods.length)) throw disruptionBudgetExceeded(budget.metadata.name);
  }
}

function requiredHealthy({ minAvailable, maxUnavailable }: JsonObject, total: number): number {
  if (minAvailable !== undefined) return countOf(minAvailable, total);
  return maxUnavailable === undefined ? 0 : total - countOf(maxUnavailable, total);
}

/** An absolute number, or a percentage of the total, rounded up. */
function countOf(value: unknown, total: number): number {
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? Number(value) || 0 : Math.ceil((Number(percent) * total) / 100);
}

function isHealthy(pod: StoredObject): boolean {
  const status = isJsonObject(pod['status']) ? pod['status'] : {};
  const conditions = Array.isArray(status['conditions']) ? status['conditions'] : [];
  return conditions.some((condition) => isJsonObject(condition) && condition['type'] === 'Ready' && condition['status'] === 'True');
}

/** A `metav1.LabelSelector`; the empty selector selects every Pod, a missing one none. */
function selects(selector: unknown, { metadata }: StoredObject): boolean {
  if (!isJsonObject(selector)) return false;
  const labels = metadata.labels ?? {};
  const matchLabels = isJsonObject(selector['matchLabels']) ? selector['matchLabels'] : {};
  const expressions = Array.isArray(selector['matchExpressions']) ? selector['matchExpressions'].filter(isJsonObject) : [];
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value) && expressions.every((expression) => matchesExpression(expression, labels));
}

function matchesExpression({ key, operator, values }: JsonObject, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[String(key)];
  const listed = Array.isArray(values) && value !== undefined && values.includes(value);
  switch (operator) {
    case 'In':
      return listed;
    case 'NotIn':
      return !listed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
