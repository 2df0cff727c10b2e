import { clusterNameLabel } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import type { ConfigMap } from '@clusterwright/api/kubernetes';
import { ownerReferenceTo } from '@clusterwright/provider-kit/cluster/owner-references';

const informationKey = 'lock-information';

/** The lock's content is not what any version writes. Surfaces as a failed pass; the ConfigMap must be deleted by hand, since its holder may be starting the cluster. */
export class InitLockError extends AppError {
  readonly code = 'InitLock';
}

export function initLockName(clusterName: string): string {
  return `${clusterName}-lock`;
}

/** The ConfigMap whose creation decides which control plane machine starts the cluster (spec KB-03). */
export function initLock(cluster: Cluster, machineName: string): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      ...(cluster.metadata.namespace === undefined ? {} : { namespace: cluster.metadata.namespace }),
      name: initLockName(cluster.metadata.name),
      labels: { [clusterNameLabel]: cluster.metadata.name },
      ownerReferences: [ownerReferenceTo(cluster)],
    },
    data: { [informationKey]: JSON.stringify({ machineName }) },
  };
}

/** Name of the Machine that holds the lock. Errors: `InitLockError`. */
export function lockHolder({ metadata, data }: ConfigMap): string {
  const information = parse(data?.[informationKey]);
  if (typeof information?.['machineName'] === 'string') return information['machineName'];
  throw new InitLockError(`cannot read ${informationKey} of ConfigMap ${metadata.namespace}/${metadata.name}`);
}

function parse(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if ((error as Error).name === 'SyntaxError') return undefined;
    throw error;
  }
}

export type InitLockPlan =
  | { readonly step: 'none' }
  /** The cluster is up: nobody needs the lock any more. */
  | { readonly step: 'release'; readonly lock: ConfigMap }
  | { readonly step: 'acquire' }
  | { readonly step: 'held' }
  /** The machine that holds it is gone. */
  | { readonly step: 'takeOver'; readonly lock: ConfigMap; readonly holder: string }
  | { readonly step: 'wait'; readonly holder: string };

interface Observed {
  readonly wantsInit: boolean;
  readonly isInitialized: boolean;
  readonly lock: ConfigMap | undefined;
  readonly machineName: string;
  readonly holderExists: boolean;
}

/** Decides about the lock. Pure. Errors: `InitLockError`. */
export function planInitLock({ wantsInit, isInitialized, lock, machineName, holderExists }: Observed): InitLockPlan {
  if (isInitialized && lock) return { step: 'release', lock };
  if (!wantsInit) return { step: 'none' };
  if (!lock) return { step: 'acquire' };
  const holder = lockHolder(lock);
  if (holder === machineName) return { step: 'held' };
  return holderExists ? { step: 'wait', holder } : { step: 'takeOver', lock, holder };
}
