import { skipCoreDNSAnnotation } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { ConfigMaps, Deployments } from '@clusterwright/api/kubernetes';
import type { ReconcileContext } from '@clusterwright/controller-runtime';
import { ignoreNotFound, type KubeClient } from '@clusterwright/kube-client';
import { imageOperations, type JsonOperations } from '../container-image.plan.ts';
import { choosesImage, corefileBackupKey, corefileKey, planCoreDNS, type CoreDNSPlan, type CorefileVolume } from '../coredns/coredns-upgrade.plan.ts';
import { updatedDNS } from './kubeadm-cluster-configuration.plan.ts';
import { updateKubeadmConfigMap } from './kubeadm-config-map.ts';

const coreDNS = { namespace: 'kube-system', name: 'coredns' };

type Upgrade = Extract<CoreDNSPlan, { step: 'upgrade' }>;

/**
 * Brings CoreDNS to the image that the control plane asks for. Where its Corefile must change, Pods read a copy of the old one while it does:
 * at no time does a version find a Corefile that it cannot read. A cluster without CoreDNS stays without. Errors: see `planCoreDNS`; `ApiError`.
 */
export async function upgradeCoreDNS(client: KubeClient, controlPlane: KubeadmControlPlane, ctx: ReconcileContext): Promise<void> {
  const configuration = controlPlane.spec.kubeadmConfigSpec?.clusterConfiguration ?? {};
  if (controlPlane.metadata.annotations?.[skipCoreDNSAnnotation] !== undefined || !choosesImage(configuration)) return;
  const { signal } = ctx;
  const [configMap, deployment] = await Promise.all([ignoreNotFound(client.get(ConfigMaps, coreDNS, { signal })), ignoreNotFound(client.get(Deployments, coreDNS, { signal }))]);
  if (!configMap || !deployment) return;
  const plan = planCoreDNS({ configuration, configMap, deployment });
  if (plan.step === 'upgrade') await upgrade(client, controlPlane, plan, ctx);
}

async function upgrade(client: KubeClient, controlPlane: KubeadmControlPlane, plan: Upgrade, ctx: ReconcileContext): Promise<void> {
  const { container, to, corefile, volumes } = plan;
  ctx.log.info('Upgrading CoreDNS in workload cluster', { reason: 'control plane asks for another image', from: container.image, to });
  await updateKubeadmConfigMap(client, 'image of CoreDNS has changed', (text) => updatedDNS(text, controlPlane), ctx);
  if (corefile) await replaceCorefile(client, plan, corefile, ctx);
  const body = [...imageOperations(container, to), ...(corefile ? volumeOperations(volumes, corefileKey) : [])];
  await client.patch(Deployments, coreDNS, { type: 'json', body }, { signal: ctx.signal });
}

async function replaceCorefile(client: KubeClient, { volumes }: Upgrade, { before, after }: NonNullable<Upgrade['corefile']>, { signal }: ReconcileContext): Promise<void> {
  const write = (data: Record<string, string>) => client.patch(ConfigMaps, coreDNS, { type: 'merge', body: { data } }, { signal });
  await write({ [corefileBackupKey]: before });
  const operations = volumeOperations(volumes, corefileBackupKey);
  if (operations.length > 0) await client.patch(Deployments, coreDNS, { type: 'json', body: operations }, { signal });
  await write({ [corefileKey]: after });
}

function volumeOperations(volumes: readonly CorefileVolume[], key: string): JsonOperations {
  return volumes.flatMap(({ volume, items }) => {
    const path = `/spec/template/spec/volumes/${volume}`;
    if (items.length === 0) return [];
    return [{ op: 'test', path: `${path}/configMap/name`, value: 'coredns' }, ...items.map((item) => ({ op: 'replace', path: `${path}/configMap/items/${item}/key`, value: key }))];
  });
}
