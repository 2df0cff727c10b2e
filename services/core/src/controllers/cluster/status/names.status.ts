import type { KubeObject } from '@clusterwright/api';

/** Names in alphabetical order, the first `limit` of them; the rest is counted. */
export function listNames(objects: readonly Pick<KubeObject, 'metadata'>[], limit: number): string {
  const names = objects.map(({ metadata }) => metadata.name).sort();
  const more = names.length > limit ? [`... (${names.length - limit} more)`] : [];
  return [...names.slice(0, limit), ...more].join(', ');
}
