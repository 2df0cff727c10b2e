import { groupOf } from '@clusterwright/api';
import type { Resource, UnstructuredObject } from '@clusterwright/api';
import { AppError, toError } from '@clusterwright/api/errors';
import { ignoreNotFound, isAlreadyExists } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import type { Strategy } from '../clusterresourceset.scope.ts';
import type { ApiDiscovery } from './api-discovery.ts';
import { planReplacement } from './object-replacement.plan.ts';

/** A workload cluster did not take an object. Surfaces as NotApplied; retried with backoff. */
export class ApplyObjectError extends AppError {
  readonly code = 'ApplyObject';
}

export interface ApplyTarget {
  readonly client: KubeClient;
  readonly discovery: ApiDiscovery;
  readonly strategy: Strategy;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Where manifests name no namespace, kubectl means this one too. */
const defaultNamespace = 'default';

/** Applies objects in their order, each whether or not the others could be; returns what went wrong. Stops where the workload cluster does not answer. */
export async function applyObjects(target: ApplyTarget, objects: readonly UnstructuredObject[]): Promise<readonly Error[]> {
  const errors: Error[] = [];
  for (const object of objects) {
    try {
      await applyObject(target, object);
    } catch (thrown) {
      errors.push(toError(thrown));
      if (isWithoutAnswer(thrown)) break;
    }
  }
  return errors;
}

/** Whether the reason of a failure is that nobody answered. */
export function isWithoutAnswer(error: unknown): boolean {
  if (!AppError.is(error)) return false;
  return error.code === 'Transport' || (error.code === 'ApplyObject' && isWithoutAnswer(error.cause));
}

async function applyObject(target: ApplyTarget, manifest: UnstructuredObject): Promise<void> {
  const { client, discovery, strategy, signal } = target;
  const resource = await step('creating', manifest, () => discovery.resolve(client, manifest, target));
  const object = inNamespace(resource, manifest);
  if (strategy === 'Reconcile') return reconcileObject(target, resource, object);
  await step('creating', object, () => ignoreAlreadyExists(client.create(resource, object, { signal })));
}

async function reconcileObject({ client, signal }: ApplyTarget, resource: Resource<UnstructuredObject>, object: UnstructuredObject): Promise<void> {
  const { namespace, name } = object.metadata;
  if (!name) throw new ApplyObjectError(`reading object ${describe(object)}: resource name may not be empty`);
  const key = { namespace, name };
  const current = await step('reading', object, () => ignoreNotFound(client.get(resource, key, { signal })));
  if (!current) {
    await step('creating', object, () => client.create(resource, object, { signal }));
    return;
  }
  const body = planReplacement(current, object);
  if (body) await step('patching', object, () => client.patch(resource, key, { type: 'merge', body }, { signal }));
}

async function step<R>(doing: string, object: UnstructuredObject, action: () => Promise<R>): Promise<R> {
  try {
    return await action();
  } catch (thrown) {
    throw new ApplyObjectError(`${doing} object ${describe(object)}: ${toError(thrown).message}`, { cause: thrown });
  }
}

async function ignoreAlreadyExists(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}

function inNamespace({ namespaced }: Resource, object: UnstructuredObject): UnstructuredObject {
  const { namespace, ...metadata } = object.metadata;
  return { ...object, metadata: namespaced ? { ...metadata, namespace: namespace || defaultNamespace } : metadata };
}

/** Kind and name as upstream writes them: `apps/v1, Kind=DaemonSet kube-system/cni`, `/v1, Kind=Namespace cni`. */
function describe({ apiVersion, kind, metadata: { namespace, name } }: UnstructuredObject): string {
  return `${groupOf(apiVersion) === '' ? `/${apiVersion}` : apiVersion}, Kind=${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
