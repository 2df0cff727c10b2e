import { join } from 'node:path';
import type { Pki } from './pki.ts';

export interface Ports {
  readonly etcdClient: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
}

/** etcd on loopback without TLS or fsync: its data is thrown away or made again, and only this machine can reach it. */
export function etcdArguments(dir: string, { etcdClient, etcdPeer }: Ports): string[] {
  const client = `http://127.0.0.1:${String(etcdClient)}`;
  const peer = `http://127.0.0.1:${String(etcdPeer)}`;
  return [
    '--name=management',
    `--data-dir=${join(dir, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=management=${peer}`,
    '--unsafe-no-fsync',
    '--logger=zap',
    '--log-level=warn',
  ];
}

/**
 * RBAC as in production. Two admission plugins differ from the defaults: ServiceAccount is off, since no Pod ever runs here, and OwnerReferencesPermissionEnforcement
 * is on, so that a controller without the right to set blockOwnerDeletion is found here and not at the first user who enabled it.
 */
export function apiServerArguments({ folder, ca, servingCertificate, servingKey, serviceAccountKey, serviceAccountPublicKey }: Pki, { etcdClient, apiServer }: Ports): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${String(etcdClient)}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${String(apiServer)}`,
    `--cert-dir=${folder}`,
    `--tls-cert-file=${servingCertificate}`,
    `--tls-private-key-file=${servingKey}`,
    `--client-ca-file=${ca}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${serviceAccountPublicKey}`,
    `--service-account-signing-key-file=${serviceAccountKey}`,
    '--service-cluster-ip-range=10.0.0.0/16',
    '--authorization-mode=RBAC',
    '--disable-admission-plugins=ServiceAccount',
    '--enable-admission-plugins=OwnerReferencesPermissionEnforcement',
    // Without it the server waits for an address other hosts can reach.
    '--endpoint-reconciler-type=none',
    '--allow-privileged=true',
    '--shutdown-delay-duration=0s',
  ];
}

/** Only the controllers that the management cluster's own objects need. */
export function controllerManagerArguments(kubeconfig: string, { ca, serviceAccountKey }: Pki): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    '--controllers=garbage-collector-controller,namespace-controller,clusterrole-aggregation-controller',
    `--root-ca-file=${ca}`,
    `--service-account-private-key-file=${serviceAccountKey}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    '--secure-port=0',
    '--kube-api-qps=200',
    '--kube-api-burst=400',
  ];
}
