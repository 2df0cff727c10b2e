import type { KubeObject, Resource } from '@clusterwright/api';
import type { FieldError } from '@clusterwright/api/field-error';
import type { Received } from '@clusterwright/api/received';
import type { Client } from './client.ts';
import type { PolicyRule } from './controller.ts';

export type { FieldError } from '@clusterwright/api/field-error';

export interface AdmissionContext {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly dryRun: boolean;
  readonly namespace: string | undefined;
  readonly client: Client;
  readonly now: () => Date;
}

/** Defaulting and validation of one kind. Paths, names and configurations are generated from it in upstream's form (spec 9.3). */
export interface AdmissionWebhook<T extends KubeObject = never> {
  readonly resource: Resource<T>;
  /** Returns the object with defaults, on CREATE and UPDATE; the same object where nothing changes. Comes before the schema is checked. Pure. */
  readonly defaults?: ((object: Received<T>, previous: T | undefined, context: AdmissionContext) => Received<T> | Promise<Received<T>>) | undefined;
  /** Why the object is refused, which the schema has let pass. */
  readonly validate?: ((next: T, previous: T | undefined, context: AdmissionContext) => readonly FieldError[] | Promise<readonly FieldError[]>) | undefined;
  /** Default CREATE and UPDATE. */
  readonly validateOperations?: readonly ('CREATE' | 'UPDATE' | 'DELETE')[] | undefined;
  /** Another subresource's validation, at a path of its own (the scale of KubeadmControlPlane). */
  readonly subresource?: string | undefined;
  /** The rights that it needs to look at other objects. */
  readonly rbac?: readonly PolicyRule[] | undefined;
  /** Webhook name where upstream's differs from `validation.<kind>.<group>`. */
  readonly names?: { readonly mutating?: string; readonly validating?: string; readonly validatingPath?: string } | undefined;
}

/** An AdmissionWebhook with its object type checked, usable in a list of mixed kinds. */
export function admissionWebhook<T extends KubeObject>(webhook: AdmissionWebhook<T>): AdmissionWebhook {
  // Functions of one type take no other: the list only holds them, and requests come by the path of their kind.
  return webhook as unknown as AdmissionWebhook;
}
