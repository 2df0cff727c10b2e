import type { KubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { dataSecretNameOfOwner, hasNodeRefs, isControlPlaneMachine, type ConfigOwner } from '../config-owner.ts';

/** What a pass is to do for a config (spec KB-02). */
export type BootstrapPlan =
  | { readonly step: 'waitForInfrastructure' }
  /** The owner has data already, but the status does not say so: objects were moved or restored without status. */
  | { readonly step: 'adoptDataSecret'; readonly dataSecretName: string }
  /** The data exist and are never made again. */
  | { readonly step: 'keep' }
  /** The data exist, and the machine has yet to use the token in them. */
  | { readonly step: 'refreshToken'; readonly token: string }
  /** All instances of a pool have joined; data with a fresh token are kept ready for the next one. */
  | { readonly step: 'rotateToken'; readonly token: string }
  /** Another machine starts the cluster, or will. */
  | { readonly step: 'waitForControlPlane' }
  | { readonly step: 'waitForEndpoint' }
  | { readonly step: 'waitForConnection' }
  | { readonly step: 'init' }
  | { readonly step: 'joinControlPlane' }
  | { readonly step: 'joinWorker'; readonly renewToken: boolean };

interface Observed {
  readonly config: KubeadmConfig;
  readonly owner: ConfigOwner;
  readonly cluster: Cluster;
}

/** Decides what to do from what was observed. Pure: same objects in, same plan out. */
export function planBootstrap({ config, owner, cluster }: Observed): BootstrapPlan {
  if (!cluster.status?.initialization?.infrastructureProvisioned) return { step: 'waitForInfrastructure' };

  const { initialization, dataSecretName } = config.status ?? {};
  const isCreated = initialization?.dataSecretCreated === true;
  const ownersSecret = dataSecretNameOfOwner(owner);
  if (ownersSecret !== undefined && !(isCreated && dataSecretName)) return { step: 'adoptDataSecret', dataSecretName: ownersSecret };
  return isCreated ? planAfterCreation(config, owner) : planCreation(owner, cluster);
}

function planCreation(owner: ConfigOwner, cluster: Cluster): BootstrapPlan {
  if (!isControlPlaneInitialized(cluster)) return { step: isControlPlaneMachine(owner) ? 'init' : 'waitForControlPlane' };
  return isControlPlaneMachine(owner) ? { step: 'joinControlPlane' } : { step: 'joinWorker', renewToken: false };
}

function planAfterCreation(config: KubeadmConfig, owner: ConfigOwner): BootstrapPlan {
  const discovery = config.spec?.joinConfiguration?.discovery?.bootstrapToken;
  if (!discovery) return { step: 'keep' };
  const token = discovery.token ?? '';
  if (!hasNodeRefs(owner)) return { step: 'refreshToken', token };
  return owner.kind === 'MachinePool' ? { step: 'rotateToken', token } : { step: 'keep' };
}

/** Whether the first control plane machine is up, so that others join instead of starting a cluster. */
export function isControlPlaneInitialized({ status }: Cluster): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'ControlPlaneInitialized' && value === 'True') ?? false;
}
