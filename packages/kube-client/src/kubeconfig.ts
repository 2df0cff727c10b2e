import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
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
  const config = loaded(file);
  const name = `kubeconfig ${file ?? '(default)'}`;
  const cluster = config.getCurrentCluster();
  if (!cluster?.server) throw new KubeconfigError(`${name} has no cluster for its current context ${config.getCurrentContext() ?? ''}`);
  const isPlain = cluster.server.startsWith('http:') && !cluster.skipTLSVerify;
  if (isPlain) throw new KubeconfigError(`${name}: server ${cluster.server} would see credentials without TLS; give its https address`);
  return { server: cluster.server, credentials: () => credentialsOf(config) };
}

function loaded(file: string | undefined): KubeConfig {
  const config = new KubeConfig();
  try {
    load(config, file);
    return config;
  } catch (error) {
    if (error instanceof KubeconfigError) throw error;
    throw new KubeconfigError(`cannot load kubeconfig ${file ?? process.env['KUBECONFIG'] ?? '(default)'}: ${(error as Error).message}`, { cause: error });
  }
}

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** The library would take an API server on localhost:8080 for granted where nothing is given, and nobody would know what is missing. */
function load(config: KubeConfig, file: string | undefined): void {
  if (file) return config.loadFromFile(file);
  if (process.env['KUBECONFIG']) return config.loadFromDefault();
  if (process.env['KUBERNETES_SERVICE_HOST'] && existsSync(serviceAccountToken)) return config.loadFromCluster();
  const own = join(process.env['HOME'] || homedir(), '.kube', 'config');
  if (!existsSync(own)) throw new KubeconfigError(`no management cluster is given: pass --kubeconfig=FILE, set KUBECONFIG, or run in a Pod with a ServiceAccount (${own} does not exist either)`);
  config.loadFromFile(own);
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
