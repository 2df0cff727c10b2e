import type { Received } from '../../../received.ts';
import { withVersionPrefix } from '../../../semantic-version.ts';
import type { KubeadmControlPlane } from './kubeadm-control-plane.schema.ts';

/** One replica, a version with its prefix, and the only strategy there is, with one Machine above replicas (spec KCP-30). Pure. */
export function defaultKubeadmControlPlane(controlPlane: Received<KubeadmControlPlane>): Received<KubeadmControlPlane> {
  const { spec } = controlPlane;
  const strategy = spec?.rollout?.strategy;
  return {
    ...controlPlane,
    spec: {
      ...spec,
      replicas: spec?.replicas ?? 1,
      version: withVersionPrefix(spec?.version || 'v'),
      rollout: { ...spec?.rollout, strategy: { ...strategy, type: 'RollingUpdate', rollingUpdate: { ...strategy?.rollingUpdate, maxSurge: strategy?.rollingUpdate?.maxSurge ?? 1 } } },
    },
  };
}
