import type { ObjectKey } from '@clusterwright/api';
import { KubeadmControlPlanes } from '@clusterwright/api/controlplane/v1beta2';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { requireValidScale } from '@clusterwright/api/controlplane/v1beta2/kubeadm-control-plane/scale.validation';
import type { Scale } from '@clusterwright/api/controlplane/v1beta2/kubeadm-control-plane/scale.validation';
import { admissionWebhook } from '@clusterwright/controller-runtime';
import type { Client } from '@clusterwright/controller-runtime';

/** Validates what `kubectl scale` and autoscalers ask for: their request carries a Scale, and does not pass the webhook of the control plane itself. */
export const scaleWebhook = admissionWebhook<Scale>({
  // The rule names the parent, the request holds its scale.
  resource: KubeadmControlPlanes,
  subresource: 'scale',
  validateOperations: ['UPDATE'],
  names: { validating: 'validation-scale.kubeadmcontrolplane.controlplane.cluster.x-k8s.io', validatingPath: '/validate-scale-controlplane-cluster-x-k8s-io-v1beta2-kubeadmcontrolplane' },
  async validate(scale, _previous, { client }) {
    const { namespace, name } = scale.metadata;
    requireValidScale(scale, await getControlPlane(client, { namespace, name }));
    return [];
  },
});

/** From the cache; one that was just created may not be there yet. Errors: `ApiError`. */
async function getControlPlane(client: Client, key: ObjectKey): Promise<KubeadmControlPlane> {
  return (await client.get(KubeadmControlPlanes, key)) ?? client.live.get(KubeadmControlPlanes, key);
}
