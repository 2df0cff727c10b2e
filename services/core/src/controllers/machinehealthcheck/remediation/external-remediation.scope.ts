import { groupOf } from '@clusterwright/api';
import type { Resource, UnstructuredObject } from '@clusterwright/api';
import type { MachineHealthCheck, TemplateReference } from '@clusterwright/api/core/v1beta2';
import { CustomResourceDefinitions } from '@clusterwright/api/kubernetes';
import { crdNameOf, kindFromTemplateKind, pluralOf } from '@clusterwright/contract';
import type { Client } from '@clusterwright/controller-runtime';
import { ExternalKindNotFoundError, observedError } from '@clusterwright/provider-kit/external-objects/external-objects';

type Kind = Resource<UnstructuredObject>;
/** Lets changes of a kind wake the controller; resolves when its first list is in the cache. Called in every pass. */
export type WatchKind = (resource: Kind) => Promise<void>;

export type ObservedTemplate = { readonly kind: 'found'; readonly object: UnstructuredObject } | { readonly kind: 'notFound' } | { readonly kind: 'failed'; readonly error: Error };
/** Requests are named like the Machine that they are for. */
export type ObservedRequests = { readonly kind: 'listed'; readonly resource: Kind; readonly byName: ReadonlyMap<string, UnstructuredObject> } | { readonly kind: 'failed'; readonly error: Error };

/** What is known where somebody else remediates. */
export interface ExternalRemediation {
  readonly reference: TemplateReference;
  readonly template: ObservedTemplate;
  readonly requests: ObservedRequests;
}

/** What became of the request for one Machine. */
export type RequestOutcome =
  | { readonly state: 'created' | 'existing' }
  | { readonly state: 'templateNotFound' | 'creationFailed'; readonly error: Error };

interface Deps {
  readonly client: Pick<Client, 'get' | 'list'>;
  readonly watchKind: WatchKind;
}

/** Reads the template and the requests; errors are observations (`observedError`), so that Machines can be judged all the same. Undefined without a template. */
export async function observeExternalRemediation(deps: Deps, { metadata, spec }: MachineHealthCheck): Promise<ExternalRemediation | undefined> {
  const reference = spec.remediation?.templateRef;
  if (!reference) return undefined;
  const { namespace = '' } = metadata;
  const [template, requests] = await Promise.all([observeTemplate(deps, reference, namespace), observeRequests(deps, reference, namespace)]);
  return { reference, template, requests };
}

async function observeTemplate(deps: Deps, reference: TemplateReference, namespace: string): Promise<ObservedTemplate> {
  try {
    const resource = await watched(deps, reference, reference.kind);
    const object = await deps.client.get(resource, { namespace, name: reference.name });
    return object ? { kind: 'found', object } : { kind: 'notFound' };
  } catch (error) {
    return { kind: 'failed', error: observedError(error) };
  }
}

async function observeRequests(deps: Deps, reference: TemplateReference, namespace: string): Promise<ObservedRequests> {
  try {
    const resource = await watched(deps, reference, kindFromTemplateKind(reference.kind));
    const requests = await deps.client.list(resource, { namespace });
    return { kind: 'listed', resource, byName: new Map(requests.map((request) => [request.metadata.name, request])) };
  } catch (error) {
    return { kind: 'failed', error: observedError(error) };
  }
}

/** A kind that no CRD defines must not be watched: its list would never come. Errors: `ExternalKindNotFoundError`. */
async function watched({ client, watchKind }: Deps, { apiVersion }: TemplateReference, kind: string): Promise<Kind> {
  const group = groupOf(apiVersion);
  const name = crdNameOf(group, kind);
  if (!(await client.get(CustomResourceDefinitions, { name }))) throw new ExternalKindNotFoundError(`failed to resolve kind ${kind}.${group}: CustomResourceDefinition ${name} not found`);
  // The reference names the version itself, unlike those of other objects.
  const resource: Kind = { group, version: apiVersion.slice(group.length + 1), kind, plural: pluralOf(kind), namespaced: true };
  await watchKind(resource);
  return resource;
}
