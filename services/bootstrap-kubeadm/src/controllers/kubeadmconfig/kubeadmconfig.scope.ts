import { keyOf, type ObjectKey } from '@clusterwright/api';
import type { KubeadmConfig, KubeadmUser } from '@clusterwright/api/bootstrap/v1beta2';
import { Clusters, type Cluster } from '@clusterwright/api/core/v1beta2';
import { InvariantError } from '@clusterwright/api/errors';
import type { Client } from '@clusterwright/controller-runtime';
import type { ClusterCertificate } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import type { ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { CloudInitFile } from '../../cloud-init/write-files.ts';
import { clusterNameOfOwner, findConfigOwner, type ConfigOwner } from './config-owner.ts';
import { planBootstrap, type BootstrapPlan } from './phases/bootstrap.plan.ts';
import type { TokenChecks } from './token-checks.ts';

export interface KubeadmConfigDeps {
  readonly client: Client;
  readonly external: Pick<ExternalObjects, 'resolve'>;
  readonly workloadClusters: Pick<WorkloadClusters, 'get'>;
  readonly tokenChecks: TokenChecks;
  /** How long a bootstrap token is valid (`--bootstrap-token-ttl`). */
  readonly tokenTtlMs: number;
  /** Feature gate MachinePool. */
  readonly machinePools: boolean;
}

/** Files and users with all references to Secrets resolved and templates rendered. */
export interface ResolvedContent {
  readonly files: readonly CloudInitFile[];
  readonly users: readonly KubeadmUser[];
}

/** What one pass looks at, and what its phases have found out. */
export interface KubeadmConfigScope {
  /** As received, or as it is after this pass completed its spec. */
  readonly config: KubeadmConfig;
  /** The generation this pass knows: the one received, or that of its own change to the spec. */
  readonly observedGeneration: number | undefined;
  readonly owner: ConfigOwner;
  readonly cluster: Cluster;
  /** What is to be done; phases replace it where they find that it must wait, or that more is needed. */
  readonly plan: BootstrapPlan;
  readonly certificates?: readonly ClusterCertificate[] | undefined;
  /** Set once the spec says all that the data need: endpoint, and discovery where the machine joins. */
  readonly isSpecComplete?: boolean | undefined;
  readonly content?: ResolvedContent | undefined;
  /** Set once the Secret is stored. */
  readonly storedSecretName?: string | undefined;
}

/** Reads owner and Cluster of a config, both from caches; the config is only admitted when both exist. */
export async function gatherKubeadmConfigScope(deps: KubeadmConfigDeps, config: KubeadmConfig): Promise<KubeadmConfigScope> {
  const owner = await findConfigOwner(deps.client, config, deps);
  const cluster = owner && (await findOwnersCluster(deps.client, config, owner));
  if (!owner || !cluster) throw new InvariantError(`KubeadmConfig ${config.metadata.name} lost its owner or Cluster during a pass`);
  return { config, observedGeneration: config.metadata.generation, owner, cluster, plan: planBootstrap({ config, owner, cluster }) };
}

/** The Cluster that a config's owner names. */
export function findOwnersCluster(client: Pick<Client, 'get'>, { metadata: { namespace } }: KubeadmConfig, owner: ConfigOwner): Promise<Cluster | undefined> {
  return client.get(Clusters, { namespace, name: clusterNameOfOwner(owner) });
}

export function clusterKey({ cluster }: Pick<KubeadmConfigScope, 'cluster'>): ObjectKey {
  return keyOf(cluster);
}
