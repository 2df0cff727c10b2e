import type { Status } from '@clusterwright/kube-client';
import type { FieldError } from '../webhook.ts';

const words: Readonly<Record<FieldError['type'], string>> = {
  Required: 'Required value',
  Invalid: 'Invalid value',
  Forbidden: 'Forbidden',
  NotSupported: 'Unsupported value',
  Duplicate: 'Duplicate value',
  TooLong: 'Too long',
  TooMany: 'Too many',
  NotFound: 'Not found',
  InternalError: 'Internal error',
  TypeInvalid: 'Invalid value',
};

const showsValue = new Set<FieldError['type']>(['Invalid', 'NotSupported', 'Duplicate', 'NotFound', 'TypeInvalid']);

/** The refusal Kubernetes' own validation would give: 422 Invalid with a cause for each field (metav1.Status). Pure. */
export function invalidStatus(object: { group: string; kind: string; name: string }, errors: readonly FieldError[]): Status {
  const lines = errors.map((error) => `${error.field}: ${describe(error)}`);
  const list = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: `${object.kind}.${object.group} ${JSON.stringify(object.name)} is invalid: ${list}`,
    reason: 'Invalid',
    code: 422,
    details: {
      name: object.name,
      group: object.group,
      kind: object.kind,
      causes: errors.map((error) => ({ reason: `FieldValue${error.type}`, message: describe(error), field: error.field })),
    },
  };
}

function describe({ type, value, detail }: FieldError): string {
  const shown = showsValue.has(type) ? `: ${JSON.stringify(value) ?? 'null'}` : '';
  return `${words[type]}${shown}${detail ? `: ${detail}` : ''}`;
}
