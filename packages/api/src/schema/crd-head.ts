import type { KubeObject, Resource } from '../resource.ts';

/** A column of `kubectl get`; priority above 0 shows with `-o wide` only. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'date';
  readonly jsonPath: string;
  readonly priority?: number;
}

/** Where the scale subresource finds replicas and selector. */
export interface ScaleSubresource {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

/** Everything in a CustomResourceDefinition that is not its schema. */
export interface CrdHead<T extends KubeObject = KubeObject> {
  readonly resource: Resource<T>;
  readonly shortNames: readonly string[];
  /** Whether status is a subresource, written apart from spec. */
  readonly status: boolean;
  readonly scale?: ScaleSubresource;
  /** Clients are warned that there is a successor. */
  readonly deprecated?: boolean;
  readonly columns: readonly PrinterColumn[];
}

/** Checks a head against its type and returns it as it is. */
export function crdHead<T extends KubeObject>(head: CrdHead<T>): CrdHead<T> {
  return head;
}
