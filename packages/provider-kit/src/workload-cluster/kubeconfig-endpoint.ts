import { load } from 'js-yaml';
import type { Credentials } from '@clusterwright/kube-client/connection';
import { WorkloadClusterError } from './workload-cluster-error.ts';

/** Where a workload cluster's API server is and how to prove who we are; PEM text. */
export interface KubeconfigEndpoint extends Credentials {
  readonly server: string;
}

/** What would run a program, read a file of this process, or change who we are. A Secret in a user's namespace may not make us do that. */
const refusedUserFields = ['exec', 'auth-provider', 'username', 'password', 'client-certificate', 'client-key', 'tokenFile', 'as', 'as-uid', 'as-groups', 'as-user-extra'];
const refusedClusterFields = ['certificate-authority', 'proxy-url'];

/**
 * Reads the current context of a kubeconfig: server, certificate data, token and basic TLS fields.
 *
 * Errors: `WorkloadClusterError` (InvalidKubeconfig) where something is missing or a field is present that is not honoured; messages never hold values of users.
 */
export function parseKubeconfig(text: string): KubeconfigEndpoint {
  const config = asRecord(parseYaml(text), 'kubeconfig');
  const context = named(config, 'contexts', 'context', textField(config, 'current-context') ?? refuse('kubeconfig has no current-context'));
  const cluster = named(config, 'clusters', 'cluster', textField(context, 'cluster') ?? refuse('current context names no cluster'));
  const userName = textField(context, 'user');
  const user = userName === undefined ? {} : named(config, 'users', 'user', userName);

  refuseFields('cluster', cluster, refusedClusterFields);
  refuseFields('user', user, refusedUserFields);
  return {
    server: textField(cluster, 'server') ?? refuse('cluster of the current context has no server'),
    ca: pemField(cluster, 'certificate-authority-data'),
    tlsServerName: textField(cluster, 'tls-server-name'),
    insecureSkipTlsVerify: cluster['insecure-skip-tls-verify'] === true ? true : undefined,
    cert: pemField(user, 'client-certificate-data'),
    key: pemField(user, 'client-key-data'),
    token: textField(user, 'token'),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parseYaml(text: string): unknown {
  try {
    return load(text);
  } catch {
    // The parser's message quotes the text, which holds credentials.
    return refuse('kubeconfig is no YAML');
  }
}

function asRecord(value: unknown, what: string): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : refuse(`${what} is no map`);
}

function named(config: Fields, list: string, field: string, name: string): Fields {
  const entries = Array.isArray(config[list]) ? (config[list] as unknown[]) : [];
  const entry = entries.find((candidate) => typeof candidate === 'object' && candidate !== null && (candidate as Fields)['name'] === name) as Fields | undefined;
  return entry === undefined ? refuse(`kubeconfig has no entry ${JSON.stringify(name)} in ${list}`) : asRecord(entry[field] ?? {}, `${list} entry`);
}

function textField(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function pemField(fields: Fields, name: string): string | undefined {
  const data = textField(fields, name);
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString('utf8');
}

function refuseFields(part: string, fields: Fields, refused: readonly string[]): void {
  const found = refused.find((name) => fields[name] !== undefined && fields[name] !== null && fields[name] !== '');
  if (found !== undefined) refuse(`kubeconfig ${part} uses ${found}, which is not supported for workload clusters: use certificate data or a token`);
}

function refuse(reason: string): never {
  throw new WorkloadClusterError('InvalidKubeconfig', reason);
}
