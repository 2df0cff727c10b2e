import type { ContractVersionedObjectReference } from '@clusterwright/api/core/v1beta2';
import type { ObservedExternal } from '@clusterwright/contract';
import { observedError } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';

/** A provider's object, such as a template that Machines are made from. `failed`: reading it did not work, which is neither "there" nor "gone". */
export type ObservedObject = ObservedExternal | { readonly kind: 'failed'; readonly error: Error };
export type FoundObject = Extract<ObservedExternal, { kind: 'found' }>;

/** Reads a provider's object; an error is an observation too, so that the rest of the scope can still be gathered and reported. */
export async function observe(external: Pick<ExternalObjects, 'get'>, reference: ContractVersionedObjectReference | undefined, namespace: string): Promise<ObservedObject> {
  try {
    return await external.get(reference, namespace);
  } catch (error) {
    return { kind: 'failed', error: observedError(error) };
  }
}
