import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { toError } from '@clusterwright/api/errors';
import type { Logger } from '@clusterwright/controller-runtime';
import type { SimulatedCluster, SimulatedClusterInfo, SimulatedClusters } from '../../ports/simulated-clusters.ts';

/** Upstream's. */
const debugPort = 19_000;
/** Anybody who reaches it can end and begin outages, so it is for this host, or pod, and for `kubectl port-forward`. */
const debugHost = '127.0.0.1';

const bodyLimitBytes = 1024;
const clusterPath = /^\/namespaces\/([^/]+)\/clusters\/([^/]+)(\/listener)?$/;

/**
 * Plain HTTP for somebody who debugs the simulation: `/listeners`, `/namespaces/<ns>/clusters/<name>`, and a POST of `start` or `stop` to `…/listener`,
 * which ends or begins an outage of the API server. Paths and answers are upstream's. The caller listens on it and closes it.
 */
export function createDebugServer(clusters: SimulatedClusters): Server {
  return createServer((request, response) => {
    answer(clusters, request).then(
      ({ status, body }) => respond(response, status, body),
      () => respond(response, 500, 'internal error'),
    );
  });
}

/**
 * Runs the debug server until the signal fires. A convenience: where its port is taken, the process goes on without it.
 */
export async function serveDebug(clusters: SimulatedClusters, { log, signal, port = debugPort }: { log: Logger; signal: AbortSignal; port?: number }): Promise<void> {
  const server = createDebugServer(clusters).unref();
  try {
    server.listen({ port, host: debugHost });
    await once(server, 'listening', { signal });
  } catch (error) {
    if (!signal.aborted) log.info('Running without debug server', { reason: toError(error).message, port });
    return;
  }
  await once(signal, 'abort');
  server.closeAllConnections();
  server.close();
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function answer(clusters: SimulatedClusters, request: IncomingMessage): Promise<Answer> {
  const { pathname: path } = new URL(request.url ?? '/', 'http://debug');
  if (path === '/') return { status: 200, body: 'ok' };
  if (path === '/listeners') return { status: 200, body: Object.fromEntries(clusters.listClusters().map((info) => [info.key, summaryOf(info)])) };
  const [, namespace, name, listener] = clusterPath.exec(path) ?? [];
  const cluster = clusters.getCluster(`${namespace}/${name}`);
  if (!cluster) return { status: 404, body: 'cluster not found' };
  if (listener && request.method === 'POST' && !(await startOrStop(cluster, request))) return { status: 400, body: 'expected start or stop' };
  return { status: 200, body: detailsOf(cluster.info()) };
}

/** False where the body names neither action. */
async function startOrStop(cluster: SimulatedCluster, request: IncomingMessage): Promise<boolean> {
  const isLarge = Number(request.headers['content-length'] ?? Infinity) > bodyLimitBytes;
  const action = isLarge ? '' : (await text(request)).trim().toLowerCase();
  if (action !== 'start' && action !== 'stop') return false;
  await cluster.setReachable(action === 'start');
  return true;
}

function summaryOf({ key, host, port, listening }: SimulatedClusterInfo): string {
  return `https://${host}:${port}${listening ? '' : ' (stopped)'}, resourceGroup: ${key}`;
}

function detailsOf({ key, host, port, listening, apiServers, etcdMembers }: SimulatedClusterInfo): object {
  return { Host: host, Port: port, ListenerActive: listening, ResourceGroup: key, APIServers: apiServers, EtcdMembers: etcdMembers };
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}
