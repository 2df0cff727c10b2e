import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type { Reconciler } from './reconciler.ts';

/** Translates an event on a watched kind into the keys of objects to reconcile. Pure, except for reads of caches. `previous` is set on updates. */
export type KeyMapper<W extends KubeObject> = (object: W, previous: W | undefined) => readonly ObjectKey[] | Promise<readonly ObjectKey[]>;

export interface WatchDeclaration<W extends KubeObject = KubeObject> {
  readonly resource: Resource<W>;
  readonly toKeys: KeyMapper<W>;
  /** Skip events that cannot matter. `next` is undefined on deletion. */
  readonly when?: ((next: W | undefined, previous: W | undefined) => boolean) | undefined;
}

/** Wakes objects from outside the management cluster (workload clusters, background tasks). Returns the function that stops it. */
export type EventSource = (enqueue: (key: ObjectKey) => void) => () => void;

/** Extra right a controller needs, on top of get/list/watch and writes derived from its declaration. Rendered into the service's ClusterRole. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/**
 * The right to give existing objects an owner. Nothing is deleted with it; but where the admission plugin OwnerReferencesPermissionEnforcement runs, only who might
 * delete an object may change its owner references.
 */
export function mayOwn(apiGroup: string, ...resources: readonly string[]): PolicyRule {
  return { apiGroups: [apiGroup], resources, verbs: ['delete'] };
}

export interface ControllerDeclaration<T extends KubeObject = KubeObject, S = unknown> {
  readonly for: Resource<T>;
  readonly reconciler: Reconciler<T, S>;
  readonly concurrency: number;
  /** Only events of the object itself that pass are queued; default: all. */
  readonly when?: ((next: T | undefined, previous: T | undefined) => boolean) | undefined;
  readonly watches?: readonly WatchDeclaration<never>[] | undefined;
  readonly sources?: readonly EventSource[] | undefined;
  readonly rbac: readonly PolicyRule[];
}

/** A watch with its mapper's type checked, usable in a list of mixed kinds. */
export function watch<W extends KubeObject>(declaration: WatchDeclaration<W>): WatchDeclaration<never> {
  // A mapper of one type takes no other: the list only holds it, and its own informer calls it.
  return declaration as unknown as WatchDeclaration<never>;
}

/** Key of the controlling (or any) owner of a kind, in the object's namespace. */
export function ownerKeys(kind: string, group: string): (object: KubeObject) => ObjectKey[] {
  return ({ metadata }) =>
    (metadata.ownerReferences ?? [])
      .filter((owner) => owner.kind === kind && owner.apiVersion.startsWith(`${group}/`))
      .map(({ name }) => ({ namespace: metadata.namespace, name }));
}
