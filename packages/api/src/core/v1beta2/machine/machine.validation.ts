import type { FieldError } from '../../../field-error.ts';
import { validateKubernetesVersion } from '../../../semantic-version.ts';
import { validateMachineTaints, validateWorkerTaints } from '../shared/machine-taint.validation.ts';
import type { TaintOptions } from '../shared/machine-taint.validation.ts';
import type { Machine } from './machine.schema.ts';

/** Rules for Machines that the schema cannot say (spec WH-03). Pure. */
export function validateMachine(next: Machine, previous: Machine | undefined, options: TaintOptions): FieldError[] {
  const { spec } = next;
  const isControlPlane = next.metadata.labels?.['cluster.x-k8s.io/control-plane'] !== undefined;
  return [
    ...validateBootstrap(next),
    ...(previous && previous.spec.clusterName !== spec.clusterName ? [{ field: 'spec.clusterName', type: 'Forbidden', detail: 'field is immutable' } as const] : []),
    ...validateKubernetesVersion(spec.version, 'spec.version'),
    ...validateMachineTaints(spec.taints, 'spec.taints', options),
    ...(isControlPlane ? [] : validateWorkerTaints(spec.taints, 'spec.taints', options)),
  ];
}

/** Machines of a MachinePool share the pool's bootstrap configuration. */
function validateBootstrap({ metadata, spec: { bootstrap } }: Machine): FieldError[] {
  const isPoolMachine = metadata.labels?.['cluster.x-k8s.io/pool-name'] !== undefined || metadata.ownerReferences?.some(({ kind }) => kind === 'MachinePool');
  if (bootstrap.configRef || bootstrap.dataSecretName !== undefined || isPoolMachine) return [];
  return [{ field: 'spec.bootstrap', type: 'Required', detail: 'set either spec.bootstrap.configRef or spec.bootstrap.dataSecretName' }];
}
