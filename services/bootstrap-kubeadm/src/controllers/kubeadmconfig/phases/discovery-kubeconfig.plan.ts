import type { FileDiscovery, KubeConfigAuthExec, KubeConfigUser } from '@clusterwright/api/bootstrap/v1beta2';
import type { CloudInitFile } from '../../../cloud-init/write-files.ts';
import { toYaml, type YamlMapping } from '../../../yaml/to-yaml.ts';

/** The kubeconfig file that a machine joins with where discovery is by file (spec KB-14); undefined where the user brings the file. */
export function discoveryKubeconfig({ kubeConfigPath, kubeConfig }: FileDiscovery): CloudInitFile | undefined {
  if (!kubeConfig) return undefined;
  const name = 'default';
  const content = toYaml({
    clusters: [{ name, cluster: clusterOf(kubeConfig.cluster) }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
    users: [{ name, user: userOf(kubeConfig.user) }],
  });
  return { path: kubeConfigPath, owner: 'root:root', permissions: '0640', content };
}

type KubeConfig = NonNullable<FileDiscovery['kubeConfig']>;

function clusterOf({ server = '', tlsServerName, insecureSkipTLSVerify, certificateAuthorityData, proxyURL }: NonNullable<KubeConfig['cluster']> = {}): YamlMapping {
  return {
    server,
    'tls-server-name': tlsServerName || undefined,
    'insecure-skip-tls-verify': insecureSkipTLSVerify || undefined,
    'certificate-authority-data': certificateAuthorityData || undefined,
    'proxy-url': proxyURL || undefined,
  };
}

function userOf({ authProvider, exec }: KubeConfigUser): YamlMapping {
  return {
    'auth-provider': authProvider && { name: authProvider.name, config: authProvider.config ?? null },
    exec: exec && execOf(exec),
  };
}

function execOf({ command, args, env, apiVersion, provideClusterInfo }: KubeConfigAuthExec): YamlMapping {
  return {
    command,
    args: args ?? null,
    env: env?.map(({ name, value }) => ({ name, value })) ?? null,
    apiVersion: apiVersion || 'client.authentication.k8s.io/v1',
    provideClusterInfo: provideClusterInfo ?? false,
    // Nobody sits at a machine that boots.
    interactiveMode: 'Never',
  };
}
