import { bridgeToSocket } from '@clusterwright/kube-client/socket-bridge';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2';
import { duplexPair, type Duplex } from 'node:stream';
import { AlarmResponse, MemberListResponse, MemberRemoveRequest, MemberRemoveResponse, MoveLeaderRequest, MoveLeaderResponse, StatusResponse, type Member } from '@clusterwright/provider-kit/etcd/generated/etcd/v3/rpc';
import type { PemPair } from '@clusterwright/provider-kit/certificates/signing';

export interface FakeEtcdServerOptions {
  readonly authority: PemPair;
  readonly serving: PemPair;
  readonly members: readonly Pick<Member, 'ID' | 'name' | 'isLearner'>[];
  readonly leader: bigint;
}

/** How the next call of a path is answered instead. */
export type Misbehaviour = { readonly kind: 'refuse'; readonly status: string; readonly message: string } | { readonly kind: 'silence' } | { readonly kind: 'garbage' } | { readonly kind: 'noTrailers' };

const header = { clusterId: 1n, memberId: 1n, revision: 1n, raftTerm: 1n };

/** An etcd server without storage that speaks real TLS and gRPC on streams in memory. Knob: `misbehaveNext`. Memory: `calls`, `clients`. */
export class FakeEtcdServer {
  readonly calls: string[] = [];
  /** Common names of the certificates that clients presented. */
  readonly clients: string[] = [];
  /** By which name they asked for the server, in TLS and in HTTP. */
  readonly names: string[] = [];
  /** Serial numbers of those certificates. */
  readonly serials: string[] = [];
  readonly #server: Http2SecureServer;
  readonly #options: FakeEtcdServerOptions;
  readonly #misbehaviours = new Map<string, Misbehaviour>();

  constructor(options: FakeEtcdServerOptions) {
    this.#options = options;
    this.#server = createSecureServer({ ca: options.authority.cert, cert: options.serving.cert, key: options.serving.key, requestCert: true, rejectUnauthorized: true });
    this.#server.on('secureConnection', (socket) => {
      const { subject, serialNumber } = socket.getPeerCertificate();
      this.clients.push(String(subject?.CN));
      this.names.push(String(socket.servername));
      this.serials.push(serialNumber);
    });
    this.#server.on('stream', (stream, headers) => {
      this.names.push(String(headers[':authority']));
      this.#answer(stream, String(headers[':path']));
    });
    // A client that does not trust us hangs up: its error is its own.
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('sessionError', () => undefined);
  }

  misbehaveNext(path: string, misbehaviour: Misbehaviour): this {
    this.#misbehaviours.set(path, misbehaviour);
    return this;
  }

  /** A new connection, as port-forward would give it. */
  connect(): Duplex {
    const [client, server] = duplexPair();
    server.on('error', () => undefined);
    void bridgeToSocket(server).then((socket) => this.#server.emit('connection', socket));
    return client;
  }

  #answer(stream: ServerHttp2Stream, path: string): void {
    stream.on('error', () => undefined);
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const request = Buffer.concat(chunks).subarray(5);
      const misbehaviour = this.#misbehaviours.get(path);
      this.#misbehaviours.delete(path);
      if (misbehaviour) misbehave(stream, misbehaviour);
      else respond(stream, this.#responseTo(path, request));
    });
  }

  #responseTo(path: string, request: Buffer): Uint8Array {
    const { members, leader } = this.#options;
    const all = members.map((member) => ({ ...member, peerURLs: [], clientURLs: [] }));
    this.calls.push(path);
    switch (path) {
      case '/etcdserverpb.Maintenance/Status':
        return StatusResponse.encode({ header, version: '3.6.0', dbSize: 1n, leader, raftIndex: 1n, raftTerm: 1n, raftAppliedIndex: 1n, errors: [], dbSizeInUse: 1n, isLearner: false, storageVersion: '3.6', dbSizeQuota: 1n, downgradeInfo: undefined }).finish();
      case '/etcdserverpb.Cluster/MemberList':
        return MemberListResponse.encode({ header, members: all }).finish();
      case '/etcdserverpb.Cluster/MemberRemove':
        this.calls.push(`remove ${MemberRemoveRequest.decode(request).ID}`);
        return MemberRemoveResponse.encode({ header, members: all }).finish();
      case '/etcdserverpb.Maintenance/MoveLeader':
        this.calls.push(`move ${MoveLeaderRequest.decode(request).targetID}`);
        return MoveLeaderResponse.encode({ header }).finish();
      default:
        return AlarmResponse.encode({ header, alarms: [{ memberID: 2n, alarm: 1 }, { memberID: 3n, alarm: 0 }] }).finish();
    }
  }
}

function respond(stream: ServerHttp2Stream, message: Uint8Array): void {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(Buffer.concat([prefix, message]));
}

function misbehave(stream: ServerHttp2Stream, misbehaviour: Misbehaviour): void {
  switch (misbehaviour.kind) {
    case 'silence':
      return;
    case 'refuse':
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': misbehaviour.status, 'grpc-message': misbehaviour.message }, { endStream: true });
      return;
    case 'garbage':
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.from('not a message'));
      return;
    case 'noTrailers':
      stream.respond({ ':status': 503 }, { endStream: true });
  }
}
