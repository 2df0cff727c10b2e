import type { KubeadmConfigConditions } from '@clusterwright/api/bootstrap/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import { findCondition, type Draft, type PassResult, type Report, type V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { summarize } from '@clusterwright/provider-kit/conditions/summary';
import { summarizeV1Beta1, v1beta1False, v1beta1True, type V1Beta1ConditionState } from '@clusterwright/provider-kit/conditions/v1beta1';
import { BootstrapDataError } from './bootstrap-data-error.ts';
import type { KubeadmConfigScope } from './kubeadmconfig.scope.ts';

type ConfigDraft = Draft<KubeadmConfigConditions>;

/** One condition in both APIs; undefined parts are not stated, so the older one keeps what it says. */
interface Stated {
  readonly draft?: ConfigDraft | undefined;
  readonly v1beta1?: V1Beta1ConditionDraft | undefined;
}

const summarized = ['DataSecretAvailable', 'CertificatesAvailable'];
/** Errors that only another spec or version can mend: the user must read them. */
const userErrors: ReadonlySet<string> = new Set(['Terminal', 'InvalidVersion', 'UnsupportedKubernetesVersion']);

/** What a config says after a pass (spec KB-19). Pure. */
export function reportKubeadmConfig(scope: KubeadmConfigScope, { errors }: PassResult): Report {
  const stated = [dataSecretAvailable(scope, errors), certificatesAvailable(scope, errors)];
  const drafts = stated.flatMap(({ draft }) => (draft ? [draft] : []));
  const v1beta1 = stated.flatMap((condition) => (condition.v1beta1 ? [condition.v1beta1] : []));
  // The schema leaves the status a string; the API server has checked it.
  const known = (scope.config.status?.deprecated?.v1beta1?.conditions ?? []) as readonly V1Beta1ConditionState[];
  const unstated = known.filter(({ type }) => v1beta1.every((draft) => draft.type !== type));
  const v1beta1Ready = summarizeV1Beta1({ conditions: [...v1beta1, ...unstated], of: summarized });
  const ready: ConfigDraft = summarize({ target: 'Ready', conditions: drafts, of: summarized, reasons: { issue: 'NotReady', unknown: 'ReadyUnknown', info: 'Ready' } });
  return {
    status: { ...secretStatus(scope), ...(errors.length === 0 ? { observedGeneration: scope.observedGeneration } : {}) },
    conditions: [ready, ...drafts],
    v1beta1Conditions: [...(v1beta1Ready ? [v1beta1Ready] : []), ...v1beta1],
  };
}

function secretStatus({ plan, storedSecretName }: KubeadmConfigScope): Record<string, unknown> {
  const dataSecretName = plan.step === 'adoptDataSecret' ? plan.dataSecretName : storedSecretName;
  return dataSecretName === undefined ? {} : { dataSecretName, initialization: { dataSecretCreated: true } };
}

function dataSecretAvailable(scope: KubeadmConfigScope, errors: readonly Error[]): Stated {
  if (scope.plan.step === 'waitForInfrastructure') return notAvailable('Waiting for Cluster status.infrastructureReady to be true', 'WaitingForClusterInfrastructure', 'Info');
  if (isSecretThere(scope)) return { draft: { type: 'DataSecretAvailable', status: 'True', reason: 'Available' }, v1beta1: v1beta1True('DataSecretAvailable') };
  return failedData(errors) ?? waitingForData(scope);
}

function isSecretThere({ plan, storedSecretName, config }: KubeadmConfigScope): boolean {
  const isCreated = config.status?.initialization?.dataSecretCreated ?? false;
  return isCreated || storedSecretName !== undefined || plan.step === 'adoptDataSecret';
}

function failedData(errors: readonly Error[]): Stated | undefined {
  for (const error of errors) {
    const message = failureMessage(error);
    if (message !== undefined) return notAvailable(message, 'DataSecretGenerationFailed', 'Warning', error.message);
  }
  return undefined;
}

function failureMessage(error: Error): string | undefined {
  if (BootstrapDataError.is(error)) {
    if (error.part === 'files') return `Failed to prepare spec.files: ${error.message}`;
    return error.part === 'users' ? 'Failed to read password from secrets for spec.users' : undefined;
  }
  return AppError.is(error) && userErrors.has(error.code) ? `Failed to generate bootstrap data: ${error.message}` : undefined;
}

function waitingForData({ plan, config }: KubeadmConfigScope): Stated {
  if (plan.step === 'waitForConnection') return notAvailable('Waiting for a connection to the workload cluster', 'WaitingForControlPlaneAvailable', 'Info');
  if (plan.step === 'waitForEndpoint') return notAvailable('Waiting for Cluster spec.controlPlaneEndpoint to be set', 'WaitingForControlPlaneAvailable', 'Info');
  // As upstream, the first reason to wait stays: writing each next one would cost a request per machine, for a message that nobody acts on.
  const previous = findCondition(config.status?.conditions, 'DataSecretAvailable');
  if (previous) return { draft: { type: 'DataSecretAvailable', status: 'False', reason: 'NotAvailable', message: previous.message } };
  const isWaiting = plan.step === 'waitForControlPlane' || plan.step === 'init';
  return isWaiting ? notAvailable('Waiting for Cluster control plane to be initialized', 'WaitingForControlPlaneAvailable', 'Info') : {};
}

function notAvailable(message: string, reason: string, severity: 'Info' | 'Warning', v1beta1Message?: string): Stated {
  return { draft: { type: 'DataSecretAvailable', status: 'False', reason: 'NotAvailable', message }, v1beta1: v1beta1False('DataSecretAvailable', reason, severity, v1beta1Message) };
}

function certificatesAvailable(scope: KubeadmConfigScope, errors: readonly Error[]): Stated {
  const failure = errors.find((error) => BootstrapDataError.is(error) && error.part === 'certificates');
  if (failure) return certificatesFailed(scope, failure);
  const available: ConfigDraft = { type: 'CertificatesAvailable', status: 'True', reason: 'Available' };
  if (scope.certificates) return { draft: available, v1beta1: v1beta1True('CertificatesAvailable') };
  // Without certificates there would be no data.
  if (scope.plan.step !== 'waitForInfrastructure' && isSecretThere(scope)) return { draft: available };
  const previous = findCondition(scope.config.status?.conditions, 'CertificatesAvailable');
  return previous?.status === 'True' ? { draft: available } : {};
}

function certificatesFailed({ plan }: KubeadmConfigScope, { message }: Error): Stated {
  const isInit = plan.step === 'init';
  return {
    draft: { type: 'CertificatesAvailable', status: 'Unknown', reason: 'InternalError', message: 'Please check controller logs for errors' },
    v1beta1: v1beta1False('CertificatesAvailable', isInit ? 'CertificatesGenerationFailed' : 'CertificatesCorrupted', isInit ? 'Warning' : 'Error', message),
  };
}
