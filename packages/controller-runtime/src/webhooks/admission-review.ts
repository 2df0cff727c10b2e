import type { KubeObject } from '@clusterwright/api';
import { AppError, toError } from '@clusterwright/api/errors';
import { ApiError } from '@clusterwright/kube-client';
import type { Status } from '@clusterwright/kube-client';
import type { Client } from '../client.ts';
import type { AdmissionContext, AdmissionWebhook } from '../webhook.ts';
import { invalidStatus } from './invalid-status.ts';
import { jsonPatchDiff } from './json-patch-diff.ts';
import { typeConflict } from './type-conflict.ts';
import { withoutNulls } from './without-nulls.ts';

/** The part of admission.k8s.io/v1 AdmissionReview that is used. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly name?: string;
  readonly namespace?: string;
  readonly dryRun?: boolean;
  readonly object?: KubeObject | null;
  readonly oldObject?: KubeObject | null;
}

export interface AdmissionResponse {
  readonly uid: string;
  readonly allowed: boolean;
  readonly status?: Status;
  readonly patchType?: 'JSONPatch';
  readonly patch?: string;
}

export interface ReviewDependencies {
  readonly client: Client;
  readonly now: () => Date;
}

/** Answers one review by a webhook's defaulting. A defect in it refuses the request and does not end the process. */
export async function reviewDefaults(webhook: AdmissionWebhook, request: AdmissionRequest, deps: ReviewDependencies): Promise<AdmissionResponse> {
  if (!request.object || !webhook.defaults) return { uid: request.uid, allowed: true };
  // A member that is null counts as absent: a default may replace it, otherwise it stays for the schema to judge.
  const object = withoutNulls(request.object);
  try {
    const defaulted = await webhook.defaults(object as never, (request.oldObject ?? undefined) as never, contextOf(request, deps));
    const conflict = typeConflict(object, defaulted);
    if (conflict !== undefined) return { uid: request.uid, allowed: false, status: failure({ ...badRequest, message: conflict }) };
    const operations = jsonPatchDiff(object, defaulted);
    if (operations.length === 0) return { uid: request.uid, allowed: true };
    return { uid: request.uid, allowed: true, patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(operations)).toString('base64') };
  } catch (error) {
    return refused(request, error);
  }
}

/** Answers one review by a webhook's validation. */
export async function reviewValidation(webhook: AdmissionWebhook, request: AdmissionRequest, deps: ReviewDependencies): Promise<AdmissionResponse> {
  const { next, previous } = objectsOf(request);
  if (!next || !webhook.validate) return { uid: request.uid, allowed: true };
  try {
    const errors = await webhook.validate(next as never, previous as never, contextOf(request, deps));
    if (errors.length === 0) return { uid: request.uid, allowed: true };
    const { group, kind } = webhook.resource;
    return { uid: request.uid, allowed: false, status: invalidStatus({ group, kind, name: next.metadata.name ?? request.name ?? '' }, errors) };
  } catch (error) {
    return refused(request, error);
  }
}

/** What is judged, and what was there before: on DELETE the object that goes. */
function objectsOf({ operation, object, oldObject }: AdmissionRequest): { next: KubeObject | undefined; previous: KubeObject | undefined } {
  if (operation === 'DELETE') return { next: oldObject ?? undefined, previous: undefined };
  return { next: object ?? undefined, previous: operation === 'UPDATE' ? (oldObject ?? undefined) : undefined };
}

function contextOf(request: AdmissionRequest, deps: ReviewDependencies): AdmissionContext {
  return { operation: request.operation as AdmissionContext['operation'], dryRun: request.dryRun ?? false, namespace: request.namespace, client: deps.client, now: deps.now };
}

/** As webhooks answer that cannot decode the object: without a reason. */
const badRequest = { code: 400 } as const;
const forbidden = { code: 403, reason: 'Forbidden' } as const;
const internalError = { code: 500, reason: 'InternalError' } as const;

/** Errors that say nothing about the object: the API server does not answer, or a cache is not filled yet. */
const notTheObject = ['Transport', 'CacheNotReady'];

/** What a webhook throws on purpose is a refusal; anything else is a defect of ours. */
function refused({ uid }: AdmissionRequest, error: unknown): AdmissionResponse {
  const { message } = toError(error);
  const isRefusal = AppError.is(error) && !notTheObject.includes(error.code);
  const status = ApiError.is(error) ? { code: error.status, reason: error.reason, details: error.details } : isRefusal ? forbidden : internalError;
  return { uid, allowed: false, status: failure({ message, ...status }) };
}

function failure(status: Status): Status {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', ...status };
}
