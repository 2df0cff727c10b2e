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

const hidesValue = new Set<FieldError['type']>(['Required', 'Forbidden', 'TooLong', 'InternalError']);

/** The refusal Kubernetes' own validation would give: 422 Invalid with a cause for each field (metav1.Status). Pure. */
export function invalidStatus(object: { group: string; kind: string; name: string }, errors: readonly FieldError[]): Status {
  const lines = [...new Set(errors.map((error) => `${error.field}: ${describe(error)}`))];
  const list = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: `${object.group ? `${object.kind}.${object.group}` : object.kind} ${JSON.stringify(object.name)} is invalid: ${list}`,
    reason: 'Invalid',
    code: 422,
    details: {
      name: object.name,
      group: object.group,
      kind: object.kind,
      causes: errors.map((error) => ({ reason: error.type === 'InternalError' ? error.type : `FieldValue${error.type}`, message: describe(error), field: error.field })),
    },
  };
}

function describe({ type, value, detail }: FieldError): string {
  const isHidden = hidesValue.has(type) || (type === 'TooMany' && value === undefined);
  const shown = isHidden ? '' : `: ${JSON.stringify(value) ?? 'null'}`;
  return `${words[type]}${shown}${detail ? `: ${detail}` : ''}`;
}
