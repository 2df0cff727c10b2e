import { durationFlag, integerFlag, stringFlag } from '@clusterwright/controller-runtime/service/flags';
import type { ServiceConfig } from '@clusterwright/controller-runtime/service/run-service';

const second = 1000;
const minute = 60 * second;

/** The flags this service has besides the common ones; names and defaults are upstream's. */
export const controlPlaneFlags = {
  'kubeadmcontrolplane-concurrency': integerFlag(100, 'Number of KubeadmControlPlanes that are reconciled at the same time'),
  'remote-conditions-grace-period': durationFlag(5 * minute, 'How long the last known state of a workload cluster is shown after the last successful probe; at least 2m'),
  'etcd-dial-timeout-duration': durationFlag(10 * second, 'How long a connection to etcd may take'),
  'etcd-call-timeout-duration': durationFlag(15 * second, 'How long one call to etcd may take'),
  'etcd-client-log-level': stringFlag('info', 'Accepted for compatibility; has no effect'),
} as const;

/** The leader holds on for longer than in other services: a second one changing etcd membership would be dangerous (KCP-33). */
export const controlPlaneFlagDefaults = {
  'leader-elect-lease-duration': minute,
  'leader-elect-renew-deadline': 40 * second,
  'leader-elect-retry-period': 5 * second,
} as const;

export type ControlPlaneConfig = ServiceConfig<typeof controlPlaneFlags>;
