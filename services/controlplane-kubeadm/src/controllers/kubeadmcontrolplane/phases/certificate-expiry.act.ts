import { keyOf, machineCertificatesExpiryDateAnnotation } from '@clusterwright/api';
import { KubeadmConfigs, type KubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2';
import { done, type Client, type Phase } from '@clusterwright/controller-runtime';
import { rfc3339 } from '@clusterwright/controller-runtime/rfc3339';
import type { ServingCertificates } from '../../../ports/serving-certificates.ts';
import { hasCondition, isDeleting, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';

export interface CertificateExpiryDeps {
  readonly client: Pick<Client, 'patch'>;
  readonly servingCertificates: ServingCertificates;
}

const defaultAPIServerPort = 6443;

/** Machines whose certificates nobody has looked at, and whose API server can be asked. The date never changes during the life of a machine. */
export function machinesWithoutExpiry(machines: readonly ControlPlaneMachine[]): readonly { readonly kubeadmConfig: KubeadmConfig; readonly nodeName: string }[] {
  return machines.flatMap(({ machine, kubeadmConfig }) => {
    const nodeName = machine.status?.nodeRef?.name;
    const isKnown = kubeadmConfig?.metadata.annotations?.[machineCertificatesExpiryDateAnnotation] !== undefined;
    const canBeAsked = !isDeleting(machine) && hasCondition(machine, 'APIServerPodHealthy', 'True');
    return kubeadmConfig && nodeName && !isKnown && canBeAsked ? [{ kubeadmConfig, nodeName }] : [];
  });
}

/** The port of a machine's own API server. */
export function apiServerPort({ spec }: KubeadmConfig): number {
  return spec?.initConfiguration?.localAPIEndpoint?.bindPort || spec?.joinConfiguration?.controlPlane?.localAPIEndpoint?.bindPort || defaultAPIServerPort;
}

/** Notes on each KubeadmConfig when the API server's certificate expires (KCP-16). */
export function certificateExpiry({ client, servingCertificates }: CertificateExpiryDeps): Phase<ControlPlaneScope> {
  return async ({ machines, initialized, connection }, { log, signal }) => {
    if (!initialized || connection.kind === 'disconnected') return done;
    for (const { kubeadmConfig, nodeName } of machinesWithoutExpiry(machines)) {
      const pod = { namespace: 'kube-system', name: `kube-apiserver-${nodeName}` };
      const expiry = rfc3339(await servingCertificates.expiry(connection.cluster.client, pod, apiServerPort(kubeadmConfig), signal));
      log.info('Setting certificate expiry date on KubeadmConfig', { reason: 'not known yet', Node: nodeName, expiry });
      const body = { metadata: { annotations: { [machineCertificatesExpiryDateAnnotation]: expiry } } };
      await client.patch(KubeadmConfigs, keyOf(kubeadmConfig), { type: 'merge', body }, { signal });
    }
    return done;
  };
}
