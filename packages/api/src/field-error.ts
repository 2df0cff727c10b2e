/** Why a value is refused, in Kubernetes' words. `field` is a path such as `spec.template.spec.version` or `spec.taints[0].key`. */
export interface FieldError {
  readonly field: string;
  readonly type: 'Required' | 'Invalid' | 'Forbidden' | 'NotSupported' | 'Duplicate' | 'TooLong' | 'TooMany' | 'NotFound' | 'InternalError' | 'TypeInvalid';
  /** The refused value, shown in the message; omitted for Required and Forbidden. */
  readonly value?: unknown;
  readonly detail: string;
}
