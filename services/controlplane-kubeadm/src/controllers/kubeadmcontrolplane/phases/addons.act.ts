import { keyOf, keyString, skipCoreDNSAnnotation, skipKubeProxyAnnotation, type ObjectKey } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { done, type Phase } from '@clusterwright/controller-runtime';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { upgradeCoreDNS } from './coredns.act.ts';
import { upgradeKubeProxy } from './kube-proxy.act.ts';

/** Others may change them too: they are looked at again after so long, even where the control plane asks for nothing else. */
const checkedForMs = 10 * 60_000;

export interface Addons {
  /** Keeps kube-proxy and CoreDNS at what the control plane asks for, once its Machines are; does nothing where that was seen to a moment ago. */
  readonly phase: Phase<ControlPlaneScope>;
  forget(key: ObjectKey): void;
}

export function createAddons(): Addons {
  const checked = new Map<string, { readonly wanted: string; readonly at: number }>();
  return {
    async phase({ controlPlane, machines, initialized, connection, now }, ctx) {
      if (!initialized || machines.length === 0 || connection.kind === 'disconnected') return done;
      const [key, wanted] = [keyString(keyOf(controlPlane)), fingerprint(controlPlane)];
      const last = checked.get(key);
      if (last?.wanted === wanted && now.getTime() - last.at < checkedForMs) return done;
      await upgradeKubeProxy(connection.cluster.client, controlPlane, ctx);
      await upgradeCoreDNS(connection.cluster.client, controlPlane, ctx);
      checked.set(key, { wanted, at: now.getTime() });
      return done;
    },
    forget: (key) => void checked.delete(keyString(key)),
  };
}

/** All that decides about add-ons. */
function fingerprint({ metadata, spec }: KubeadmControlPlane): string {
  const { imageRepository, dns } = spec.kubeadmConfigSpec?.clusterConfiguration ?? {};
  const isSkipped = (annotation: string): boolean => metadata.annotations?.[annotation] !== undefined;
  return JSON.stringify([metadata.uid, spec.version, imageRepository, dns, isSkipped(skipKubeProxyAnnotation), isSkipped(skipCoreDNSAnnotation)]);
}
