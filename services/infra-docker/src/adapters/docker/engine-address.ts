import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerminalError } from '@clusterwright/api/errors';

export type EngineAddress =
  | { readonly kind: 'unix'; readonly socketPath: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: EngineTls | undefined };

export interface EngineTls {
  readonly ca?: Buffer | undefined;
  readonly cert?: Buffer | undefined;
  readonly key?: Buffer | undefined;
  readonly rejectUnauthorized: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const defaultSocketPath = '/var/run/docker.sock';
const defaultNetwork = 'kind';

/** The network that machines share: `CAPD_DOCKER_NETWORK`, `DOCKER_NETWORK` or `kind`. */
export function machineNetwork(environment: Environment): string {
  return environment['CAPD_DOCKER_NETWORK'] || environment['DOCKER_NETWORK'] || defaultNetwork;
}

/**
 * Where the engine listens: `CAPD_DOCKER_HOST`, `DOCKER_HOST` or the local socket; `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH` as Docker's own client reads them.
 *
 * Errors: `TerminalError` where the address or its certificates cannot be used.
 */
export function engineAddress(environment: Environment): EngineAddress {
  const host = environment['CAPD_DOCKER_HOST'] || environment['DOCKER_HOST'] || `unix://${defaultSocketPath}`;
  if (host.startsWith('unix://')) return { kind: 'unix', socketPath: host.slice('unix://'.length) || defaultSocketPath };

  const url = URL.parse(host);
  if (!url || !['tcp:', 'http:', 'https:'].includes(url.protocol)) {
    throw new TerminalError(`DOCKER_HOST is ${JSON.stringify(host)}: expected unix:///path/of/socket or tcp://host:port`);
  }
  const tls = engineTls(environment, url.protocol);
  return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || (tls ? 2376 : 2375), tls };
}

/** The address as people write it, for messages. */
export function addressText(address: EngineAddress): string {
  return address.kind === 'unix' ? `unix://${address.socketPath}` : `tcp://${address.host}:${String(address.port)}`;
}

function engineTls(environment: Environment, protocol: string): EngineTls | undefined {
  const verify = Boolean(environment['DOCKER_TLS_VERIFY']);
  const folder = environment['DOCKER_CERT_PATH'];
  if (!verify && !folder && protocol !== 'https:') return undefined;
  if (!folder) return { rejectUnauthorized: verify };
  return { ca: readCertificate(folder, 'ca.pem'), cert: readCertificate(folder, 'cert.pem'), key: readCertificate(folder, 'key.pem'), rejectUnauthorized: verify };
}

function readCertificate(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (error) {
    throw new TerminalError(`DOCKER_CERT_PATH: ${name} cannot be read`, { cause: error });
  }
}
