import { readFileSync } from 'node:fs';
import { KubeConfig } from '@kubernetes/client-node';
import { AppError } from '@clusterwright/api/errors';
import type { ConnectionConfig, Credentials } from './connection.ts';

/** The kubeconfig cannot be used: no file, no current context, no server. */
export class KubeconfigError extends AppError {
  readonly code = 'Kubeconfig';
  override readonly retry = 'never' as const;
}

/**
 * Connection from a kubeconfig file, else `KUBECONFIG`, else the Pod's ServiceAccount, else `~/.kube/config`. Exec plugins, OIDC and token files are followed as
 * they rotate. Only for the management cluster: kubeconfigs of workload clusters never run plugins (architecture section 7).
 */
export function loadConnection(file?: string): ConnectionConfig {
  const config = new KubeConfig();
  try {
    if (file) config.loadFromFile(file);
    else config.loadFromDefault();
  } catch (error) {
    throw new KubeconfigError(`cannot load kubeconfig ${file ?? process.env['KUBECONFIG'] ?? '(default)'}: ${(error as Error).message}`, { cause: error });
  }
  const cluster = config.getCurrentCluster();
  if (!cluster?.server) throw new KubeconfigError(`kubeconfig ${file ?? '(default)'} has no cluster for its current context ${config.getCurrentContext() ?? ''}`);
  return { server: cluster.server, credentials: () => credentialsOf(config) };
}

async function credentialsOf(config: KubeConfig): Promise<Credentials> {
  const options: Parameters<KubeConfig['applyToHTTPSOptions']>[0] & Record<string, unknown> = {};
  await config.applyToHTTPSOptions(options);
  const cluster = config.getCurrentCluster();
  const headers = (options.headers ?? {}) as Record<string, string>;
  const authorization = headers['Authorization'] ?? headers['authorization'];
  return {
    ca: text(options['ca']) ?? (cluster?.caFile ? readFileSync(cluster.caFile, 'utf8') : undefined),
    cert: text(options['cert']),
    key: text(options['key']),
    token: authorization?.replace(/^Bearer /, ''),
    tlsServerName: cluster?.tlsServerName,
    insecureSkipTlsVerify: cluster?.skipTLSVerify,
  };
}

function text(value: unknown): string | undefined {
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return typeof value === 'string' ? value : undefined;
}
