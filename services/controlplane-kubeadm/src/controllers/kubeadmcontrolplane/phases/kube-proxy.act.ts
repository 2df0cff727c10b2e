import { skipKubeProxyAnnotation } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { DaemonSets } from '@clusterwright/api/kubernetes';
import type { ReconcileContext } from '@clusterwright/controller-runtime';
import { ignoreNotFound, type KubeClient } from '@clusterwright/kube-client';
import { containerImage, imageOperations } from '../container-image.plan.ts';
import { withVersion } from '../image-reference.plan.ts';

const kubeProxy = { namespace: 'kube-system', name: 'kube-proxy' };

/** Brings kube-proxy to the version of the control plane (KCP-22). A cluster without kube-proxy stays without. Errors: `ImageReferenceError`, `ApiError`. */
export async function upgradeKubeProxy(client: KubeClient, { metadata, spec }: KubeadmControlPlane, { log, signal }: ReconcileContext): Promise<void> {
  if (metadata.annotations?.[skipKubeProxyAnnotation] !== undefined) return;
  const daemonSet = await ignoreNotFound(client.get(DaemonSets, kubeProxy, { signal }));
  const container = containerImage(daemonSet, kubeProxy.name);
  if (!container) return;
  const image = withVersion(container.image, spec.version, spec.kubeadmConfigSpec?.clusterConfiguration?.imageRepository);
  if (image === container.image) return;
  log.info('Upgrading kube-proxy in workload cluster', { reason: 'control plane has another version or image repository', from: container.image, to: image });
  await client.patch(DaemonSets, kubeProxy, { type: 'json', body: imageOperations(container, image) }, { signal });
}
