import type { ServiceConfig } from '@clusterwright/controller-runtime/service/run-service';
import { durationFlag, integerFlag } from '@clusterwright/controller-runtime/service/flags';

const minute = 60_000;

/** The flags this service has besides the common ones; names and defaults are upstream's. */
export const bootstrapFlags = {
  'kubeadmconfig-concurrency': integerFlag(100, 'Number of KubeadmConfigs that are reconciled at the same time.'),
  'bootstrap-token-ttl': durationFlag(15 * minute, 'How long a bootstrap token is valid; it is refreshed until the machine has joined.'),
} as const;

export type BootstrapConfig = ServiceConfig<typeof bootstrapFlags>;
