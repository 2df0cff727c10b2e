import type { KubeObject, Resource } from '@clusterwright/api';
import type { Client } from './client.ts';

/** Why a value is refused, in Kubernetes' words. `field` is a path such as `spec.template.spec.version` or `spec.taints[0].key`. */
export interface FieldError {
  readonly field: string;
  readonly type: 'Required' | 'Invalid' | 'Forbidden' | 'NotSupported' | 'Duplicate' | 'TooLong' | 'TooMany' | 'NotFound' | 'InternalError' | 'TypeInvalid';
  /** The refused value, shown in the message; omitted for Required and Forbidden. */
  readonly value?: unknown;
  readonly detail: string;
}

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
  /** Returns the object with defaults; the same object where nothing changes. Pure. */
  readonly defaults?: ((object: T, previous: T | undefined, context: AdmissionContext) => T | Promise<T>) | undefined;
  /** Operations that are defaulted: always CREATE and UPDATE. */
  readonly validate?: ((next: T, previous: T | undefined, context: AdmissionContext) => readonly FieldError[] | Promise<readonly FieldError[]>) | undefined;
  /** Default CREATE and UPDATE. */
  readonly validateOperations?: readonly ('CREATE' | 'UPDATE' | 'DELETE')[] | undefined;
  /** Another subresource's validation, at a path of its own (the scale of KubeadmControlPlane). */
  readonly subresource?: string | undefined;
  /** Webhook name where upstream's differs from `validation.<kind>.<group>`. */
  readonly names?: { readonly mutating?: string; readonly validating?: string; readonly validatingPath?: string } | undefined;
}

/** An AdmissionWebhook with its object type checked, usable in a list of mixed kinds. */
export function admissionWebhook<T extends KubeObject>(webhook: AdmissionWebhook<T>): AdmissionWebhook {
  return webhook as unknown as AdmissionWebhook;
}
