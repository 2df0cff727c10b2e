import { TerminalError } from '../../../errors.ts';
import type { KubeObject } from '../../../resource.ts';
import type { KubeadmControlPlane } from './kubeadm-control-plane.schema.ts';

/** The part of autoscaling/v1 Scale that is read: what a scale subresource takes. */
export interface Scale extends KubeObject {
  readonly spec?: { readonly replicas?: number };
}

/** Refuses a number of replicas that the control plane itself would not take either. Pure. Errors: `TerminalError` saying why. */
export function requireValidScale({ spec }: Scale, { spec: { kubeadmConfigSpec } }: KubeadmControlPlane): void {
  const replicas = spec?.replicas ?? 0;
  if (replicas <= 0) throw new TerminalError('replicas must be greater than 0');
  const isEtcdExternal = kubeadmConfigSpec?.clusterConfiguration?.etcd?.external !== undefined;
  if (!isEtcdExternal && replicas % 2 === 0) throw new TerminalError('replicas must be an odd number, unless etcd is external');
}
