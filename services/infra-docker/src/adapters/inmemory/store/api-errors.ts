import { ApiError } from '@clusterwright/kube-client/errors';
import type { Status } from '@clusterwright/kube-client/errors';
import type { Resource } from '@clusterwright/api';

type Named = Pick<Resource, 'group' | 'plural'>;

const qualified = ({ group, plural }: Named): string => (group === '' ? plural : `${plural}.${group}`);

const about = (resource: Named, name: string): NonNullable<Status['details']> => ({ name, kind: resource.plural, ...(resource.group !== '' && { group: resource.group }) });

export function notFound(resource: Named, name: string): ApiError {
  return new ApiError(`${qualified(resource)} "${name}" not found`, { status: 404, reason: 'NotFound', details: about(resource, name) });
}

export function alreadyExists(resource: Named, name: string): ApiError {
  return new ApiError(`${qualified(resource)} "${name}" already exists`, { status: 409, reason: 'AlreadyExists', details: about(resource, name) });
}

export function conflict(resource: Named, name: string, why: string): ApiError {
  return new ApiError(`Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`, { status: 409, reason: 'Conflict', details: about(resource, name) });
}

export function staleObject(resource: Named, name: string): ApiError {
  return conflict(resource, name, 'the object has been modified; please apply your changes to the latest version and try again');
}

export function badRequest(why: string): ApiError {
  return new ApiError(why, { status: 400, reason: 'BadRequest' });
}

export function invalid(resource: Named & Pick<Resource, 'kind'>, name: string, field: string, why: string): ApiError {
  const kind = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
  return new ApiError(`${kind} "${name}" is invalid: ${field}: ${why}`, {
    status: 422,
    reason: 'Invalid',
    details: { ...about(resource, name), kind: resource.kind, causes: [{ reason: 'FieldValueInvalid', message: why, field }] },
  });
}

export function expired(why: string): ApiError {
  return new ApiError(why, { status: 410, reason: 'Expired' });
}

export function unauthorized(): ApiError {
  return new ApiError('Unauthorized', { status: 401, reason: 'Unauthorized' });
}

export function unknownPath(): ApiError {
  return new ApiError('the server could not find the requested resource', { status: 404, reason: 'NotFound', details: {} });
}

export function methodNotAllowed(): ApiError {
  return new ApiError('the server does not allow this method on the requested resource', { status: 405, reason: 'MethodNotAllowed', details: {} });
}

export function notAcceptable(): ApiError {
  return new ApiError('only the following media types are accepted: application/json, application/yaml', { status: 406, reason: 'NotAcceptable' });
}

export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  return new ApiError(`the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`, { status: 415, reason: 'UnsupportedMediaType' });
}

export function bodyTooLarge(limitBytes: number): ApiError {
  return new ApiError(`Request entity is too large: limit is ${limitBytes}`, { status: 413, reason: 'RequestEntityTooLarge' });
}

export function disruptionBudgetExceeded(budget: string): ApiError {
  const message = `The disruption budget ${budget} does not allow evicting pods currently`;
  return new ApiError(`Cannot evict pod as it would violate the pod's disruption budget.`, {
    status: 429,
    reason: 'TooManyRequests',
    details: { causes: [{ reason: 'DisruptionBudget', message }] },
    retryAfterMs: 10_000,
  });
}

/** The metav1.Status that tells a client about a refusal; anything that is not a refusal becomes an internal error. */
export function toStatus(error: unknown): Required<Pick<Status, 'code'>> & Status {
  if (!ApiError.is(error)) return failure('Internal error occurred', 'InternalError', 500);
  const retry = error.retryAfterMs === undefined ? undefined : { retryAfterSeconds: Math.ceil(error.retryAfterMs / 1000) };
  const details = error.details || retry ? { ...error.details, ...retry } : undefined;
  return { ...failure(error.message, error.reason, error.status), ...(details && { details }) };
}

function failure(message: string, reason: string, code: number): Required<Pick<Status, 'code'>> & Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code } as Required<Pick<Status, 'code'>> & Status;
}
