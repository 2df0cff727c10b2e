import type { KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import type { ContractVersionedObjectReference } from '@clusterwright/api/core/v1beta2';
import { AppError, toError } from '@clusterwright/api/errors';
import { CustomResourceDefinitions } from '@clusterwright/api/kubernetes';
import { CacheNotReadyError } from '@clusterwright/controller-runtime';
import type { Client, ControllerHandle, KeyMapper, Manager } from '@clusterwright/controller-runtime';
import { contractVersionOf, crdNameOf, pluralOf, type ContractVersion, type ObservedExternal } from '@clusterwright/contract';

/** A kind named by a reference, made usable: where its objects are, and by which contract they are read. */
export interface ResolvedKind {
  readonly resource: Resource<UnstructuredObject>;
  readonly contract: ContractVersion;
}

/** A reference names a kind that no CRD defines. Surfaces as a failed phase; retried with backoff, because a provider may be installed later. */
export class ExternalKindNotFoundError extends AppError {
  readonly code = 'ExternalKindNotFound';
}

/**
 * Objects of providers, found through references without version (spec CRD-30…CRD-32).
 *
 * Reads come from watch caches. Errors: `ExternalKindNotFoundError`, `ContractLabelMissingError`, both naming the kind; those of `Client`.
 */
export interface ExternalObjects {
  resolve(kind: Pick<ContractVersionedObjectReference, 'apiGroup' | 'kind'>): Promise<ResolvedKind>;
  /** `unset` where there is no reference, `notFound` where it leads nowhere. A kind read once wakes the controllers named by `wake` from then on. */
  get(reference: ContractVersionedObjectReference | undefined, namespace: string): Promise<ObservedExternal>;
  /** All objects of a kind that carry the labels. Wakes as `get` does. */
  list(kind: Pick<ContractVersionedObjectReference, 'apiGroup' | 'kind'>, options: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }): Promise<readonly UnstructuredObject[]>;
  /** From the next read on, changes of every kind that was read wake the keys that `toKeys` gives. To be called once per controller, when it is added. */
  wake(handle: Pick<ControllerHandle, 'watch'>, toKeys: KeyMapper<UnstructuredObject>): void;
}

/**
 * The error of a read as something observed: the object is neither there nor gone. Where nothing at all can be known yet, because the kind's first list has not
 * arrived, it is thrown instead: the pass ends, and what was said of the object stays as it is.
 */
export function observedError(thrown: unknown): Error {
  if (CacheNotReadyError.is(thrown) && !thrown.isRefused) throw thrown;
  return toError(thrown);
}

/** Caches only the metadata of CRDs: their labels name contracts, and their schemas are large. To be called once per process. */
export function cacheCustomResourceDefinitions(manager: Pick<Manager, 'cacheKind'>): void {
  manager.cacheKind(CustomResourceDefinitions, { metadataOnly: true });
}

export function createExternalObjects({ client }: { readonly client: Pick<Client, 'get' | 'list'> }): ExternalObjects {
  const wakers: { readonly handle: Pick<ControllerHandle, 'watch'>; readonly toKeys: KeyMapper<UnstructuredObject> }[] = [];

  const resolve: ExternalObjects['resolve'] = async ({ apiGroup, kind }) => {
    const name = crdNameOf(apiGroup, kind);
    const crd: KubeObject | undefined = await client.get(CustomResourceDefinitions, { name });
    if (!crd) throw new ExternalKindNotFoundError(`failed to resolve kind ${kind}.${apiGroup}: CustomResourceDefinition ${name} not found`);
    const { contract, version } = contractVersionOf(crd);
    return { contract, resource: { group: apiGroup, version, kind, plural: pluralOf(kind), namespaced: true } };
  };

  const watchKind = async (resource: Resource<UnstructuredObject>): Promise<void> => {
    await Promise.all(wakers.map(({ handle, toKeys }) => handle.watch(resource, toKeys)));
  };

  return {
    resolve,
    wake: (handle, toKeys) => void wakers.push({ handle, toKeys }),
    async get(reference, namespace) {
      if (!reference?.name) return { kind: 'unset' };
      const { resource, contract } = await resolve(reference);
      await watchKind(resource);
      const object = await client.get(resource, { namespace, name: reference.name });
      return object ? { kind: 'found', object, resource, contract } : { kind: 'notFound' };
    },
    async list(kind, options) {
      const { resource } = await resolve(kind);
      await watchKind(resource);
      return client.list(resource, options);
    },
  };
}
