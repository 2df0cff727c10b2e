import type { Resource, UnstructuredObject } from '@clusterwright/api';
import type { ContractVersion } from './contract-version.ts';

/** What is known of a provider's object that something refers to: a deleted object and a reference never set cannot be confused. */
export type ObservedExternal =
  | { readonly kind: 'found'; readonly object: UnstructuredObject; readonly resource: Resource<UnstructuredObject>; readonly contract: ContractVersion }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'unset' };
