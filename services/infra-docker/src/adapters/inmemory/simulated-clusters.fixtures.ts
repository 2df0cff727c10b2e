import { once } from 'node:events';
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { request } from 'node:https';
import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import WebSocket from 'ws';
import type { KubeObject } from '@clusterwright/api';
import { generateCertificateAuthority, signCertificate, type SigningPair } from '@clusterwright/provider-kit/certificates/signing';
import type { SimulatedCluster, SimulatedEndpoint } from '../../ports/simulated-clusters.ts';
import { frameMessage, unframeMessage } from './etcd/grpc-framing.ts';

/** The authorities of one cluster, and a client of each. */
export interface ClusterPki {
  readonly ca: SigningPair;
  readonly etcdCa: SigningPair;
  readonly admin: SigningPair;
  readonly etcdClient: SigningPair;
}

export async function aClusterPki(): Promise<ClusterPki> {
  const now = new Date();
  const [ca, etcdCa] = await Promise.all([generateCertificateAuthority({ now }), generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' })]);
  const client = (authority: SigningPair, commonName: string) => signCertificate(authority, { now, commonName, organizations: ['system:masters'], usages: ['clientAuth'], algorithm: 'ECDSA-P256' });
  const [admin, etcdClient] = await Promise.all([client(ca, 'kubernetes-admin'), client(etcdCa, 'cluster-api.x-k8s.io')]);
  return { ca, etcdCa, admin, etcdClient };
}

export function aStaticPod(component: string, node: string): KubeObject {
  const pod = {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: `${component}-${node}`, namespace: 'kube-system', labels: { component, tier: 'control-plane' } },
    spec: { nodeName: node }, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
  return pod;
}

/** Adds what a control plane machine adds. */
export async function addControlPlane(cluster: SimulatedCluster, { ca, etcdCa }: ClusterPki, node: string): Promise<void> {
  await cluster.addEtcdMember({ pod: aStaticPod('etcd', node), ca: etcdCa, memberUid: `uid-${node}` });
  await cluster.addApiServer({ pod: aStaticPod('kube-apiserver', node), ca, version: 'v1.34.2' });
}

export interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without it the client shows no certificate. */
  readonly client?: SigningPair | undefined;
}

export interface Received {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** One request on a connection of its own. */
export async function send({ host, port }: SimulatedEndpoint, ca: SigningPair, path: string, { method = 'GET', body, contentType = 'application/json', headers = {}, client }: Sent = {}): Promise<Received> {
  const sent = request({ host, port, path, method, ca: ca.cert, cert: client?.cert, key: client?.key, agent: false, headers: { 'content-type': contentType, ...headers } });
  sent.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  const [response] = await once(sent, 'response');
  const received = await text(response);
  return { status: response.statusCode, body: received.startsWith('{') ? JSON.parse(received) : { text: received } };
}

/** A watch whose events are taken one by one. */
export async function openWatch({ host, port }: SimulatedEndpoint, { ca, admin }: ClusterPki, path: string): Promise<{ next(): Promise<{ type: string; object: KubeObject } | undefined>; close(): void }> {
  const sent = request({ host, port, path, ca: ca.cert, cert: admin.cert, key: admin.key, agent: false });
  sent.on('error', () => undefined);
  sent.end();
  const [response] = await once(sent, 'response');
  const lines = readLines(response);
  return {
    next: async () => {
      const { value, done } = await lines.next();
      return done ? undefined : JSON.parse(value);
    },
    close: () => void sent.destroy(),
  };
}

async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of stream) {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } catch {
    // The server cut the connection: for a watch that is its end.
  }
}

/** Forwards a port by the WebSocket channel protocol; rejects with the text of the error channel. */
export async function portForward({ host, port }: SimulatedEndpoint, { ca, admin }: ClusterPki, pod: string, podPort: number): Promise<Duplex> {
  const url = `wss://${host}:${port}/api/v1/namespaces/kube-system/pods/${pod}/portforward?ports=${podPort}`;
  const socket = new WebSocket(url, ['v5.channel.k8s.io', 'v4.channel.k8s.io'], { ca: ca.cert, cert: admin.cert, key: admin.key });
  const greeted = new Set<number>();
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, callback) => socket.send(Buffer.concat([Buffer.from([0]), chunk]), callback),
    final: (callback) => {
      socket.close();
      callback();
    },
    destroy: (error, callback) => {
      socket.close();
      callback(error);
    },
  });
  socket.on('message', (message: Buffer) => {
    const channel = message[0] ?? 0;
    if (!greeted.has(channel)) return void greeted.add(channel);
    if (channel === 0) stream.push(message.subarray(1));
    else stream.destroy(new Error(message.subarray(1).toString()));
  });
  // TLS and HTTP/2 above the stream notice its destruction, not its end.
  stream.on('end', () => stream.destroy()).on('error', () => undefined);
  socket.on('close', () => stream.push(null));
  socket.on('error', (error) => stream.destroy(error));
  await once(socket, 'open');
  return stream;
}

/** The certificate that TLS on a forwarded port shows. */
export async function handshake(stream: Duplex, options: { ca: string; cert?: string; key?: string; servername?: string; ALPNProtocols?: string[] }): Promise<TLSSocket> {
  const socket = connectTls({ socket: stream, checkServerIdentity: () => undefined, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** An HTTP/2 session with an etcd member through the API server. */
export async function etcdSession(endpoint: SimulatedEndpoint, pki: ClusterPki, podName: string): Promise<ClientHttp2Session> {
  const stream = await portForward(endpoint, pki, podName, 2379);
  const socket = await handshake(stream, { ca: pki.etcdCa.cert, cert: pki.etcdClient.cert, key: pki.etcdClient.key, servername: podName, ALPNProtocols: ['h2'] });
  const session = connectHttp2(`https://${podName}`, { createConnection: () => socket });
  // The server's first frame shows that it has accepted the client certificate.
  await once(session, 'remoteSettings');
  return session;
}

export async function callEtcd(session: ClientHttp2Session, path: string, message: Uint8Array): Promise<{ status: string; message: Buffer }> {
  const call = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' });
  const chunks: Buffer[] = [];
  let status: unknown;
  call.on('response', (headers) => (status = headers['grpc-status']));
  call.on('trailers', (trailers) => (status = trailers['grpc-status']));
  call.on('data', (chunk: Buffer) => chunks.push(chunk));
  call.end(frameMessage(message));
  await once(call, 'close');
  return { status: String(status), message: chunks.length > 0 ? unframeMessage(Buffer.concat(chunks)) : Buffer.alloc(0) };
}
