import type { FieldError } from '../../../field-error.ts';
import { labelKeyProblem } from '../../../kubernetes-names.ts';

/** Taints as Machines and their templates carry them. */
export interface TaintLike {
  readonly key: string;
}

/** Gates that decide what may be written into a spec. */
export interface TaintOptions {
  /** Feature gate MachineTaintPropagation. */
  readonly taintPropagation: boolean;
}

const outOfService = 'node.kubernetes.io/out-of-service';

/** Taint keys that belong to Cluster API, Kubernetes or a cloud provider are refused (spec WH-12); without the feature gate any taint is. */
export function validateMachineTaints(taints: readonly TaintLike[] = [], path: string, { taintPropagation }: TaintOptions): FieldError[] {
  const gate: FieldError[] = !taintPropagation && taints.length > 0 ? [{ field: path, type: 'Forbidden', detail: 'taints are only allowed with the feature gate MachineTaintPropagation' }] : [];
  const keys = taints.flatMap(({ key }, i): FieldError[] => {
    const problems = [reservedKeyProblem(key), labelKeyProblem(key)].filter((problem) => problem !== undefined);
    return problems.map((detail) => ({ field: `${path}[${i}].key`, type: 'Invalid', value: key, detail }));
  });
  return [...gate, ...keys];
}

/** The control plane taint is kubeadm's, and never a worker's. */
export function validateWorkerTaints(taints: readonly TaintLike[] = [], path: string, { taintPropagation }: TaintOptions): FieldError[] {
  if (!taintPropagation) return [];
  return taints.flatMap(({ key }, i): FieldError[] => (key === 'node-role.kubernetes.io/control-plane' ? [{ field: `${path}[${i}].key`, type: 'Invalid', value: key, detail: 'taint is not allowed for worker Machines' }] : []));
}

function reservedKeyProblem(key: string): string | undefined {
  if (key === 'node.cluster.x-k8s.io/uninitialized' || key === 'node.cluster.x-k8s.io/outdated-revision') return 'taint key is reserved for Cluster API';
  if (key.startsWith('node.kubernetes.io/') && key !== outOfService) return `taint key must not have the prefix node.kubernetes.io/, except for ${outOfService}`;
  if (key.startsWith('node.cloudprovider.kubernetes.io/')) return 'taint key must not have the prefix node.cloudprovider.kubernetes.io/';
  if (key === 'node-role.kubernetes.io/master') return 'taint is deprecated since Kubernetes v1.24, use node-role.kubernetes.io/control-plane';
  return undefined;
}
