/** Conditions that the KubeadmControlPlane writes on its Machines: each type with the reasons it may give. */
export const kubeadmControlPlaneMachineConditions = {
  /** APIServerPodHealthy is true when the Machine's kube-apiserver Pod runs and is ready. */
  APIServerPodHealthy: ['Running', 'Provisioning', 'DoesNotExist', 'Failed', 'InspectionFailed', 'ConnectionDown', 'Deleting'],
  /** ControllerManagerPodHealthy is true when the Machine's kube-controller-manager Pod runs and is ready. */
  ControllerManagerPodHealthy: ['Running', 'Provisioning', 'DoesNotExist', 'Failed', 'InspectionFailed', 'ConnectionDown', 'Deleting'],
  /** SchedulerPodHealthy is true when the Machine's kube-scheduler Pod runs and is ready. */
  SchedulerPodHealthy: ['Running', 'Provisioning', 'DoesNotExist', 'Failed', 'InspectionFailed', 'ConnectionDown', 'Deleting'],
  /** EtcdPodHealthy is true when the Machine's etcd Pod runs and is ready. */
  EtcdPodHealthy: ['Running', 'Provisioning', 'DoesNotExist', 'Failed', 'InspectionFailed', 'ConnectionDown', 'Deleting'],
  /** EtcdMemberHealthy is true when the Machine's etcd member takes part in the cluster without alarms. */
  EtcdMemberHealthy: ['NotHealthy', 'Healthy', 'InspectionFailed', 'ConnectionDown', 'Deleting'],
  /** NodeKubeadmLabelsAndTaintsSet is true when kubeadm marked the Node as part of the control plane. */
  NodeKubeadmLabelsAndTaintsSet: ['InspectionFailed', 'ConnectionDown', 'NotSet', 'Set', 'Deleting'],
} as const;

export type KubeadmControlPlaneMachineConditions = typeof kubeadmControlPlaneMachineConditions;
