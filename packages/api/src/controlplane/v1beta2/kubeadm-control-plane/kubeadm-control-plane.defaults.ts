import type { Received, ReceivedPart } from '../../../received.ts';
import { withVersionPrefix } from '../../../semantic-version.ts';
import type { KubeadmControlPlane } from './kubeadm-control-plane.schema.ts';
import type { KubeadmControlPlaneRolloutSpec } from './rollout.schema.ts';

/** One replica, a version with its prefix, and the only strategy there is, with one Machine above replicas (spec KCP-30). Pure. */
export function defaultKubeadmControlPlane(controlPlane: Received<KubeadmControlPlane>): Received<KubeadmControlPlane> {
  const { spec = {} } = controlPlane;
  return { ...controlPlane, spec: { ...spec, replicas: spec.replicas ?? 1, version: withVersionPrefix(spec.version || 'v'), rollout: defaultRollout(spec.rollout) } };
}

function defaultRollout(rollout: ReceivedPart<KubeadmControlPlaneRolloutSpec> = {}): ReceivedPart<KubeadmControlPlaneRolloutSpec> {
  const { strategy = {} } = rollout;
  const { rollingUpdate = {} } = strategy;
  return { ...rollout, strategy: { ...strategy, type: 'RollingUpdate', rollingUpdate: { ...rollingUpdate, maxSurge: rollingUpdate.maxSurge ?? 1 } } };
}
