import type { ObjectKey, Resource } from '@clusterwright/api';
import { InvariantError } from '@clusterwright/api/errors';
import type { DeleteOptions, ListOptions, WatchOptions, WriteOptions } from './client.ts';

/** `/api/v1/namespaces/ns/pods`, `/apis/group/version/…`; without a namespace all namespaces of a namespaced kind. */
export function collectionPath({ group, version, plural, namespaced }: Resource, namespace?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespaced && namespace ? `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}` : `${root}/${plural}`;
}

export function objectPath(resource: Resource, { namespace, name }: ObjectKey, subresource?: string): string {
  // Without a name this would be the path of all of them: a delete would delete every object.
  if (!name) throw new InvariantError(`request for one ${resource.kind} without its name`);
  return `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}${subresource ? `/${subresource}` : ''}`;
}

export function listQuery(options: ListOptions): string {
  return query({
    labelSelector: options.labelSelector,
    fieldSelector: options.fieldSelector,
    limit: options.limit,
    continue: options.continue,
    resourceVersion: options.resourceVersion,
    resourceVersionMatch: options.resourceVersionMatch,
  });
}

export function watchQuery(options: WatchOptions): string {
  return query({
    watch: true,
    labelSelector: options.labelSelector,
    fieldSelector: options.fieldSelector,
    resourceVersion: options.resourceVersion,
    resourceVersionMatch: options.sendInitialEvents ? 'NotOlderThan' : undefined,
    allowWatchBookmarks: options.allowWatchBookmarks ?? true,
    sendInitialEvents: options.sendInitialEvents,
    timeoutSeconds: options.timeoutSeconds,
  });
}

export function writeQuery(options: WriteOptions & { force?: boolean }, fieldManager: string): string {
  return query({ fieldManager: options.fieldManager ?? fieldManager, dryRun: options.dryRun ? 'All' : undefined, force: options.force });
}

export function deleteBody(options: DeleteOptions): string | undefined {
  const { propagationPolicy, gracePeriodSeconds, uid, resourceVersion, dryRun } = options;
  const preconditions = uid || resourceVersion ? { uid, resourceVersion } : undefined;
  if (!propagationPolicy && gracePeriodSeconds === undefined && !preconditions && !dryRun) return undefined;
  return JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy, gracePeriodSeconds, preconditions, dryRun: dryRun ? ['All'] : undefined });
}

function query(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  return pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}
