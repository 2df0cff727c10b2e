import type { ObjectKey } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import type { KubeClient } from '@clusterwright/kube-client';

/** The certificate of an API server could not be read. */
export class ServingCertificateError extends AppError {
  readonly code = 'ServingCertificate';
}

export interface ServingCertificates {
  /** When the certificate that kubeadm made for a Pod's API server expires. Errors: `ServingCertificateError`, naming the Pod. */
  expiry(workloadClient: KubeClient, pod: ObjectKey, port: number, signal: AbortSignal): Promise<Date>;
}
