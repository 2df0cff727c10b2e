import { machineCertificatesExpiryDateAnnotation, type KubeObject } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import { rfc3339 } from '@clusterwright/controller-runtime/rfc3339';
import { withStatus } from '../../shared/learned.plan.ts';
import { isControlPlaneMachine, type MachineScope } from '../machine.scope.ts';

/** The expiry annotation is no RFC 3339 time. Retried with backoff: somebody has to mend the annotation. */
export class InvalidExpiryError extends AppError {
  readonly code = 'InvalidExpiry';
}

/** The Machine with the expiry of its certificates: from its own annotation, else from its BootstrapConfig's (spec MA-11). */
export function planCertificateExpiry({ machine, bootstrapConfig }: Pick<MachineScope, 'machine' | 'bootstrapConfig'>): Machine {
  if (!isControlPlaneMachine(machine)) return machine;
  const sources: KubeObject[] = [machine, ...(bootstrapConfig.kind === 'found' ? [bootstrapConfig.object] : [])];
  const source = sources.find(({ metadata }) => metadata.annotations?.[machineCertificatesExpiryDateAnnotation] !== undefined);
  return withStatus(machine, { certificatesExpiryDate: source && expiryOf(source) });
}

function expiryOf({ kind, metadata }: KubeObject): string {
  const text = metadata.annotations?.[machineCertificatesExpiryDateAnnotation] ?? '';
  const time = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(time.getTime())) {
    throw new InvalidExpiryError(`failed to parse annotation ${machineCertificatesExpiryDateAnnotation} on ${kind} ${metadata.name}: ${JSON.stringify(text)} is no RFC 3339 time`);
  }
  return rfc3339(time);
}
