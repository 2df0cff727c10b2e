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

/** Name of the Machine that holds the lock; undefined where the content is not readable. */
export function lockHolder({ data }: ConfigMap): string | undefined {
  const machineName = parse(data?.[informationKey])?.['machineName'];
  return typeof machineName === 'string' ? machineName : undefined;
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

/**
 * Decides about the lock. Pure. Errors: `InitLockError`.
 *
 * Who held it gives it back once the cluster is up, and anybody where the holder is gone: so it takes one request, however many machines wake at that moment.
 */
export function planInitLock({ wantsInit, isInitialized, lock, machineName, holderExists }: Observed): InitLockPlan {
  if (!lock) return { step: wantsInit ? 'acquire' : 'none' };
  const holder = lockHolder(lock);
  if (isInitialized) return holder === machineName || !holderExists ? { step: 'release', lock } : { step: 'none' };
  if (!wantsInit) return { step: 'none' };
  if (holder === undefined) throw new InitLockError(`cannot read ${informationKey} of ConfigMap ${lock.metadata.namespace}/${lock.metadata.name}`);
  if (holder === machineName) return { step: 'held' };
  return holderExists ? { step: 'wait', holder } : { step: 'takeOver', lock, holder };
}
