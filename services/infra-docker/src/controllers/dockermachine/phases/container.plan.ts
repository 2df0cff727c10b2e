import { containerLabels } from '../../../containers/container-names.ts';
import type { Container, ContainerSpec, Mount } from '../../../ports/container-engine.ts';
import { admitted } from '../dockermachine.scope.ts';
import type { DockerMachineScope, Stated } from '../dockermachine.scope.ts';

export const apiServerPort = 6443;

type Provisioned = Stated<'ContainerProvisioned'>;

/** What happens to the container of a machine, by what is seen of it. */
export type ContainerPlan =
  /** It runs. */
  | { readonly step: 'keep' }
  /** What a container needs first is missing; nobody asks the engine for anything. */
  | { readonly step: 'wait'; readonly condition: Provisioned }
  /** A machine that was once complete is never made anew: its Node and its data were in the container. */
  | { readonly step: 'lost'; readonly condition: Provisioned }
  | { readonly step: 'create' }
  /** Its first process ended before the machine was up, as with an image that is none of a node: the next one may well do the same. */
  | { readonly step: 'ended'; readonly container: Container }
  /** Remains of an attempt that failed. */
  | { readonly step: 'replace' };

/** Decides about the container (spec DEV-03). Pure. */
export function planContainer(scope: DockerMachineScope): ContainerPlan {
  const { container, view, containerName = '' } = scope;
  const isRunning = container?.state === 'running' || container?.state === 'paused';
  if (view.providerID !== undefined && !isRunning) {
    return { step: 'lost', condition: notProvisioned(`Container ${containerName} is not running anymore`) };
  }
  if (isRunning) return { step: 'keep' };
  const condition = waitingCondition(scope);
  return condition ? { step: 'wait', condition } : planStart(container);
}

function planStart(container: Container | undefined): ContainerPlan {
  if (!container) return { step: 'create' };
  return container.state === 'exited' ? { step: 'ended', container } : { step: 'replace' };
}

function waitingCondition(scope: DockerMachineScope): Provisioned | undefined {
  const { infrastructureProvisioned, controlPlaneInitialized } = admitted(scope).cluster.status?.initialization ?? {};
  const waiting = (reason: Provisioned['reason']): Provisioned => ({ type: 'ContainerProvisioned', status: 'False', reason });
  if (infrastructureProvisioned !== true || !scope.infraCluster) return waiting('WaitingForClusterInfrastructureReady');
  if (scope.input.dataSecretName !== undefined) return undefined;
  return !scope.isControlPlane && controlPlaneInitialized !== true ? waiting('WaitingForControlPlaneInitialized') : waiting('WaitingForBootstrapData');
}

export function notProvisioned(message: string): Provisioned {
  return { type: 'ContainerProvisioned', status: 'False', reason: 'NotProvisioned', message };
}

/** The container that a machine asks for; its hostname is the name of the Node. Pure. */
export function nodeContainer(scope: DockerMachineScope, image: string, network: string): ContainerSpec {
  const { isControlPlane, view, labels, input } = scope;
  const { clusterKey, containerName } = admitted(scope);
  return {
    name: containerName,
    hostname: containerName,
    image,
    network,
    isNode: true,
    labels: containerLabels({ cluster: clusterKey, role: isControlPlane ? 'control-plane' : 'worker', failureDomain: input.failureDomain, others: labels }),
    // Pods, images and logs live on a volume: the layers of a container are slow, and overlays do not nest.
    volumes: ['/var'],
    // systemd wants both writable, and empty at every start.
    tmpfs: { '/tmp': '', '/run': '' },
    mounts: mountsOf(view.docker.extraMounts ?? []),
    ...(isControlPlane ? { ports: [{ containerPort: apiServerPort }], environment: { KUBECONFIG: '/etc/kubernetes/admin.conf' } } : {}),
  };
}

function mountsOf(mounts: NonNullable<DockerMachineScope['view']['docker']['extraMounts']>): Mount[] {
  return mounts.map(({ hostPath = '', containerPath = '', readOnly }) => ({ source: hostPath, target: containerPath, readOnly }));
}
