import { toError } from '@clusterwright/api/errors';

/** Requests of one pass that run at the same time: enough to hide latency, few enough to leave the API server to others. */
const maxParallel = 10;

/**
 * Runs a task for every item, ten at a time; results come in the order of the items.
 *
 * Guarantees: after a failure no further task is started, those running are awaited. Errors: the one that was thrown, or an `AggregateError` of several.
 */
export async function inParallel<T, R>(items: readonly T[], task: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const errors: Error[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && errors.length === 0) {
      const index = next++;
      try {
        // The index is in range: items is never shortened.
        results[index] = await task(items[index] as T);
      } catch (thrown) {
        errors.push(toError(thrown));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxParallel, items.length) }, worker));
  const [first] = errors;
  if (first) throw errors.length === 1 ? first : new AggregateError(errors, errors.map(({ message }) => message).join('; '));
  return results;
}
