/** The kinds of the group controlplane.cluster.x-k8s.io, version v1beta2. */
export { KubeadmControlPlanes } from './v1beta2/kubeadm-control-plane/kubeadm-control-plane.ts';
export { KubeadmControlPlaneTemplates } from './v1beta2/kubeadm-control-plane-template/kubeadm-control-plane-template.ts';
export { kubeadmControlPlaneConditions, type KubeadmControlPlaneConditions } from './v1beta2/kubeadm-control-plane/kubeadm-control-plane.conditions.ts';
export {
  kubeadmControlPlaneMachineConditions,
  type KubeadmControlPlaneMachineConditions,
} from './v1beta2/kubeadm-control-plane/kubeadm-control-plane-machine.conditions.ts';
export type {
  KubeadmControlPlaneTemplateMachineTemplateSpec,
  KubeadmControlPlaneTemplateMachineTemplate,
  KubeadmControlPlaneTemplateResourceSpec,
  KubeadmControlPlaneTemplateResource,
  KubeadmControlPlaneTemplateSpec,
  KubeadmControlPlaneTemplate,
} from './v1beta2/kubeadm-control-plane-template/kubeadm-control-plane-template.schema.ts';
export type {
  KubeadmControlPlaneInitializationStatus,
  LastRemediationStatus,
  KubeadmControlPlaneV1Beta1DeprecatedStatus,
  KubeadmControlPlaneStatus,
} from './v1beta2/kubeadm-control-plane/kubeadm-control-plane-status.schema.ts';
export type {
  KubeadmControlPlaneMachineTemplateSpec,
  KubeadmControlPlaneMachineTemplate,
  KubeadmControlPlaneSpec,
  KubeadmControlPlane,
} from './v1beta2/kubeadm-control-plane/kubeadm-control-plane.schema.ts';
export type {
  KubeadmControlPlaneRolloutBeforeSpec,
  KubeadmControlPlaneRolloutStrategyRollingUpdate,
  KubeadmControlPlaneRolloutStrategy,
  KubeadmControlPlaneRolloutSpec,
  KubeadmControlPlaneRemediationSpec,
} from './v1beta2/kubeadm-control-plane/rollout.schema.ts';
