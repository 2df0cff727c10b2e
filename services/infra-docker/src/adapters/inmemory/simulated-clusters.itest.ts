import { createConnection, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { text } from 'node:stream/consumers';
import type { X509Certificate } from 'node:crypto';
import { MemberListRequest, MemberListResponse, MoveLeaderRequest, StatusRequest, StatusResponse } from '@clusterwright/provider-kit/etcd/generated/etcd/v3/rpc';
import type { ApiRequestRecord, EtcdRequestRecord, SimulatedCluster, WorkloadChange } from '../../ports/simulated-clusters.ts';
import { eventually, fakeLogger } from '@clusterwright/test-env';
import { aResource } from './store/store.fixtures.ts';
import { addControlPlane, aClusterPki, aStaticPod, callEtcd, etcdSession, handshake, openWatch, portForward, send, type ClusterPki } from './simulated-clusters.fixtures.ts';
import { createDebugServer, serveDebug } from './debug-server.ts';
import { InMemoryClusters } from './simulated-clusters.ts';

const nodes = aResource('nodes');
const pods = aResource('pods');
const loopback = { host: '127.0.0.1', bindAddress: '127.0.0.1', ports: { first: 29_000, last: 29_900 } };

let pki: ClusterPki;
let clusters: InMemoryClusters;
let cluster: SimulatedCluster;
const requests: ApiRequestRecord[] = [];
const etcdRequests: EtcdRequestRecord[] = [];
const forgotten: string[] = [];

beforeAll(async () => {
  pki = await aClusterPki();
  clusters = new InMemoryClusters({ ...loopback, metrics: { onRequest: (record) => requests.push(record), onEtcdRequest: (record) => etcdRequests.push(record), forget: (clusterKey) => forgotten.push(clusterKey) } });
});

beforeEach(async () => {
  cluster = await clusters.ensureCluster({ key: 'default/c1' });
});

afterEach(() => clusters.deleteCluster('default/c1'));
afterAll(() => clusters.close());

const admin = () => ({ client: pki.admin });
const refused = async (port: number): Promise<string> => {
  const socket = createConnection({ host: '127.0.0.1', port });
  const [error] = await Promise.race([once(socket, 'error'), once(socket, 'connect').then(() => [{ code: 'connected' }])]);
  socket.destroy();
  return (error as { code: string }).code;
};

describe('the endpoint', () => {
  test('refuses connections until there is an API server, and again when the last one is gone', async () => {
    expect(await refused(cluster.endpoint.port)).toBe('ECONNREFUSED');
    await addControlPlane(cluster, pki, 'a');
    await addControlPlane(cluster, pki, 'b');
    await cluster.removeApiServer('kube-apiserver-a');
    expect((await send(cluster.endpoint, pki.ca, '/version')).body).toMatchObject({ gitVersion: 'v1.34.2' });
    await cluster.removeApiServer('kube-apiserver-b');
    expect(await refused(cluster.endpoint.port)).toBe('ECONNREFUSED');
    expect(cluster.objects.list(pods, { labelSelector: 'component=kube-apiserver' })).toEqual([]);
  });

  test('an outage cuts watches and comes to an end', async () => {
    await addControlPlane(cluster, pki, 'a');
    const watch = await openWatch(cluster.endpoint, pki, '/api/v1/nodes?watch=true');
    await cluster.setReachable(false);
    expect(await watch.next()).toBeUndefined();
    expect(await refused(cluster.endpoint.port)).toBe('ECONNREFUSED');
    await cluster.setReachable(true);
    expect((await send(cluster.endpoint, pki.ca, '/readyz')).body).toEqual({ text: 'ok' });
  });

  test('a cluster opens again at its port, and no other cluster gets it', async () => {
    const { port } = cluster.endpoint;
    await clusters.deleteCluster('default/c1');
    await expect(clusters.ensureCluster({ key: 'default/other', avoidPorts: [port] })).resolves.not.toMatchObject({ endpoint: { port } });
    expect((await clusters.ensureCluster({ key: 'default/c1', port })).endpoint.port).toBe(port);
    await expect(clusters.ensureCluster({ key: 'default/third', port })).rejects.toMatchObject({ code: 'PortUnavailable' });
    await clusters.deleteCluster('default/other');
  });

  test('a port that another process holds is reported, and works once it is free', async () => {
    const holder = createServer().listen(cluster.endpoint.port, '127.0.0.1');
    await once(holder, 'listening');
    const add = () => cluster.addApiServer({ pod: aStaticPod('kube-apiserver', 'a'), ca: pki.ca, version: 'v1.34.2' });
    await expect(add()).rejects.toMatchObject({ code: 'PortUnavailable' });
    expect(cluster.hasApiServer('kube-apiserver-a')).toBe(false);
    expect(cluster.objects.list(pods)).toEqual([]);
    holder.close();
    await once(holder, 'close');
    await add();
    expect((await send(cluster.endpoint, pki.ca, '/healthz')).status).toBe(200);
  });

  test('a CA whose key belongs to another certificate is refused', async () => {
    const ca = { cert: pki.ca.cert, key: pki.etcdCa.key };
    await expect(cluster.addApiServer({ pod: aStaticPod('kube-apiserver', 'a'), ca, version: 'v1.34.2' })).rejects.toMatchObject({ code: 'Certificate', problem: 'Invalid' });
  });

  test('a CA that is none is refused', async () => {
    await expect(cluster.addApiServer({ pod: aStaticPod('kube-apiserver', 'a'), ca: { cert: 'x', key: 'y' }, version: 'v1.34.2' })).rejects.toMatchObject({ code: 'Certificate' });
  });
});

test('the debug server shows clusters, and stops and starts their endpoints', async () => {
  await addControlPlane(cluster, pki, 'a');
  const server = createDebugServer(clusters).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = async (path: string, body?: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, body === undefined ? {} : { method: 'POST', body });
    return { status: response.status, body: await response.json() };
  };
  const details = { Port: cluster.endpoint.port, ResourceGroup: 'default/c1', APIServers: ['kube-apiserver-a'], EtcdMembers: ['etcd-a'] };
  expect(await ask('/namespaces/default/clusters/c1')).toEqual({ status: 200, body: { ...details, Host: '127.0.0.1', ListenerActive: true } });
  expect((await ask('/namespaces/default/clusters/c1/listener', 'stop')).body).toMatchObject({ ListenerActive: false });
  expect((await ask('/listeners')).body).toEqual({ 'default/c1': `https://127.0.0.1:${cluster.endpoint.port} (stopped), resourceGroup: default/c1` });
  expect((await ask('/namespaces/default/clusters/c1/listener', 'Start')).body).toMatchObject({ ListenerActive: true });
  expect((await ask('/namespaces/default/clusters/c1/listener', 'burn')).status).toBe(400);
  expect((await ask('/namespaces/default/clusters/nope')).status).toBe(404);
  server.close();
});

test('the debug server runs until it is told to stop, and goes without where its port is taken', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  const { lines, ...log } = fakeLogger();
  const stop = new AbortController();
  await serveDebug(clusters, { log, signal: stop.signal, port });
  expect(lines).toMatchObject([{ level: 'info', message: 'Running without debug server', keys: { port } }]);
  holder.close();
  await once(holder, 'close');
  const serving = serveDebug(clusters, { log, signal: stop.signal, port });
  await eventually(async () => expect(await (await fetch(`http://127.0.0.1:${port}/`)).json()).toBe('ok'));
  stop.abort();
  await serving;
  expect(await refused(port)).toBe('ECONNREFUSED');
  expect(lines).toHaveLength(1);
});

describe('the API server', () => {
  beforeEach(() => addControlPlane(cluster, pki, 'a'));

  test('serves what the simulation put there, and the other way round', async () => {
    cluster.objects.create(nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } });
    expect((await send(cluster.endpoint, pki.ca, '/api/v1/nodes/n', admin())).body).toMatchObject({ kind: 'Node', metadata: { name: 'n' } });
    await send(cluster.endpoint, pki.ca, '/api/v1/nodes/n', { ...admin(), method: 'PATCH', contentType: 'application/merge-patch+json', body: { metadata: { labels: { a: 'b' } } } });
    expect(cluster.objects.get(nodes, { name: 'n' })?.metadata.labels).toEqual({ a: 'b' });
  });

  test('watches and change listeners see every write', async () => {
    const changes: WorkloadChange[] = [];
    const stop = clusters.onChange((change) => changes.push(change));
    const watch = await openWatch(cluster.endpoint, pki, '/api/v1/nodes?watch=true&resourceVersion=0');
    await send(cluster.endpoint, pki.ca, '/api/v1/nodes', { ...admin(), method: 'POST', body: { metadata: { name: 'n' } } });
    cluster.objects.delete(nodes, { name: 'n' });
    expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'n' } } });
    expect(await watch.next()).toMatchObject({ type: 'DELETED', object: { metadata: { name: 'n' } } });
    watch.close();
    stop();
    expect(changes.map(({ clusterKey, type, resource }) => [clusterKey, type, resource.kind])).toEqual([['default/c1', 'ADDED', 'Node'], ['default/c1', 'DELETED', 'Node']]);
  });

  test('knows clients by certificate or bootstrap token, and nobody else', async () => {
    const other = await aClusterPki();
    const ask = (sent: Parameters<typeof send>[3]) => send(cluster.endpoint, pki.ca, '/api/v1/nodes', sent).then(({ status }) => status);
    const token = { headers: { authorization: 'Bearer abcdef.0123456789abcdef' } };
    expect(await ask({})).toBe(401);
    expect(await ask({ client: other.admin })).toBe(401);
    expect(await ask(token)).toBe(401);
    const data = { 'token-id': 'abcdef', 'token-secret': '0123456789abcdef', expiration: new Date(Date.now() + 60_000).toISOString() };
    const secret = { metadata: { name: 'bootstrap-token-abcdef', namespace: 'kube-system' }, type: 'bootstrap.kubernetes.io/token', stringData: data };
    await send(cluster.endpoint, pki.ca, '/api/v1/namespaces/kube-system/secrets', { ...admin(), method: 'POST', body: secret });
    expect(await ask(token)).toBe(200);
    expect(await ask({ headers: { authorization: 'Bearer abcdef.0123456789abcdeX' } })).toBe(401);
    await send(cluster.endpoint, pki.ca, '/api/v1/namespaces/kube-system/secrets/bootstrap-token-abcdef', { ...admin(), method: 'PATCH', contentType: 'application/merge-patch+json', body: { stringData: { expiration: '2020-01-01T00:00:00Z' } } });
    expect(await ask(token)).toBe(401);
  });

  test('a resumed TLS session without a certificate proves nothing', async () => {
    const { host, port } = cluster.endpoint;
    const ask = async (session?: Buffer) => {
      const socket = connectTls({ host, port, ca: pki.ca.cert, session, ALPNProtocols: ['http/1.1'] });
      let ticket: Buffer | undefined;
      let reused = false;
      socket.on('session', (given) => (ticket = given)).on('secureConnect', () => (reused = socket.isSessionReused()));
      socket.write('GET /api/v1/nodes HTTP/1.1\r\nhost: c\r\nconnection: close\r\n\r\n');
      const answer = await text(socket);
      return { status: answer.split(' ')[1], reused, ticket };
    };
    const first = await ask();
    expect(await ask(first.ticket)).toMatchObject({ status: '401', reused: true });
  });

  test.each([
    { name: 'random bytes instead of TLS', bytes: Buffer.alloc(300, 0xab) },
    { name: 'plain HTTP', bytes: Buffer.from('GET / HTTP/1.1\r\n\r\n') },
  ])('$name does no harm', async ({ bytes }) => {
    const socket = createConnection(cluster.endpoint);
    socket.on('error', () => undefined);
    socket.write(bytes);
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await send(cluster.endpoint, pki.ca, '/healthz')).status).toBe(200);
  });

  test.each([
    { name: 'broken HTTP', lines: 'GET\r\n\r\n', alpn: 'http/1.1' },
    { name: 'a target that is no URL', lines: 'GET // HTTP/1.1\r\nhost: c\r\nconnection: close\r\n\r\n', alpn: 'http/1.1' },
    { name: 'an unfinished body', lines: 'POST /api/v1/nodes HTTP/1.1\r\nhost: c\r\ncontent-length: 100\r\n\r\n{', alpn: 'http/1.1' },
    { name: 'broken HTTP/2', lines: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', alpn: 'h2' },
    { name: 'an upgrade to nothing', lines: 'GET /api/v1/nodes HTTP/1.1\r\nhost: c\r\nconnection: upgrade\r\nupgrade: nothing\r\n\r\n', alpn: 'http/1.1' },
  ])('$name does no harm', async ({ lines, alpn }) => {
    const socket = connectTls({ ...cluster.endpoint, ca: pki.ca.cert, cert: pki.admin.cert, key: pki.admin.key, ALPNProtocols: [alpn] });
    socket.on('error', () => undefined);
    socket.end(lines);
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await send(cluster.endpoint, pki.ca, '/healthz')).status).toBe(200);
  });

  test('a body beyond the limit is refused', async () => {
    const answer = await send(cluster.endpoint, pki.ca, '/api/v1/nodes', { ...admin(), method: 'POST', body: `"${'x'.repeat(4 * 1024 * 1024)}"` });
    expect(answer).toMatchObject({ status: 413, body: { reason: 'RequestEntityTooLarge' } });
  });

  test('reports requests with the labels of kube-apiserver', async () => {
    requests.length = 0;
    await send(cluster.endpoint, pki.ca, '/api/v1/namespaces/kube-system/pods/nope?dryRun=All', { ...admin(), method: 'DELETE', headers: { 'user-agent': 'me' } });
    while (requests.length === 0) await new Promise(setImmediate);
    expect(requests).toEqual([expect.objectContaining({
      clusterKey: 'default/c1', verb: 'DELETE', group: '', version: 'v1', resource: 'pods', subresource: '', scope: 'resource', dryRun: 'All', code: 404, method: 'DELETE', userAgent: 'me', path: '/api/v1/namespaces/{namespace}/{resource}/{name}',
    })]);
  });

  test('what ends with the cluster is not reported, and its series end', async () => {
    const watch = await openWatch(cluster.endpoint, pki, '/api/v1/nodes?watch=true');
    requests.length = 0;
    forgotten.length = 0;
    await clusters.deleteCluster('default/c1');
    expect(await watch.next()).toBeUndefined();
    expect({ requests, forgotten }).toEqual({ requests: [], forgotten: ['default/c1'] });
  });

  test('a static Pod that a client deletes comes back with its state', async () => {
    const before = cluster.objects.get(pods, { namespace: 'kube-system', name: 'etcd-a' });
    await send(cluster.endpoint, pki.ca, '/api/v1/namespaces/kube-system/pods/etcd-a', { ...admin(), method: 'DELETE' });
    const after = cluster.objects.get(pods, { namespace: 'kube-system', name: 'etcd-a' });
    expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
    expect(after?.metadata.annotations).toEqual(before?.metadata.annotations);
    expect(after?.metadata.annotations).toHaveProperty(['kubernetes.io/config.mirror']);
  });
});

describe('port-forward', () => {
  beforeEach(async () => {
    for (const node of ['a', 'b']) await addControlPlane(cluster, pki, node);
  });

  test('to etcd: members, leadership, status', async () => {
    const session = await etcdSession(cluster.endpoint, pki, 'etcd-a');
    const list = await callEtcd(session, '/etcdserverpb.Cluster/MemberList', MemberListRequest.encode({ linearizable: false }).finish());
    const { members } = MemberListResponse.decode(list.message);
    expect([list.status, members.map(({ name }) => name)]).toEqual(['0', ['a', 'b']]);
    expect((await callEtcd(session, '/etcdserverpb.Maintenance/MoveLeader', MoveLeaderRequest.encode({ targetID: members[1]?.ID ?? 0n }).finish())).status).toBe('0');
    const status = await callEtcd(session, '/etcdserverpb.Maintenance/Status', StatusRequest.encode({}).finish());
    expect(StatusResponse.decode(status.message).leader).toBe(members[1]?.ID);
    expect((await callEtcd(session, '/etcdserverpb.KV/Range', new Uint8Array())).status).toBe('12');
    session.destroy();
    expect(etcdRequests.map(({ method, code }) => [method, code])).toEqual([['MemberList', 0], ['MoveLeader', 0], ['Status', 0], ['Range', 12]]);
  });

  test('etcd wants a certificate of its own authority', async () => {
    const stream = await portForward(cluster.endpoint, pki, 'etcd-a', 2379);
    const socket = await handshake(stream, { ca: pki.etcdCa.cert, cert: pki.admin.cert, key: pki.admin.key, servername: 'etcd-a', ALPNProtocols: ['h2'] });
    // With TLS 1.3 the client learns of the refusal after its own handshake: no HTTP/2 settings follow, only the end.
    expect(await text(socket)).toBe('');
  });

  test('to an API server shows the certificate of that instance, with its expiry', async () => {
    const stream = await portForward(cluster.endpoint, pki, 'kube-apiserver-b', 6443);
    const socket = await handshake(stream, { ca: pki.ca.cert });
    const certificate = socket.getPeerX509Certificate() as X509Certificate;
    socket.destroy();
    expect(certificate.subject).toBe('CN=kube-apiserver');
    expect(certificate.subjectAltName).toContain('DNS:kube-apiserver-b');
    expect(Date.parse(certificate.validTo) - Date.now()).toBeGreaterThan(364 * 24 * 3600 * 1000);
  });

  test('tells where nothing listens', async () => {
    const stream = await portForward(cluster.endpoint, pki, 'etcd-a', 1);
    await expect(text(stream)).rejects.toThrow('connection refused');
    await expect(portForward(cluster.endpoint, pki, 'etcd-nope', 2379)).rejects.toThrow('404');
  });

  test('ends when the member is removed', async () => {
    const session = await etcdSession(cluster.endpoint, pki, 'etcd-a');
    session.on('error', () => undefined);
    const closed = new Promise((resolve) => session.once('close', resolve));
    await cluster.removeEtcdMember('etcd-a');
    await closed;
    expect(cluster.hasEtcdMember('etcd-a')).toBe(false);
    expect(cluster.objects.get(pods, { namespace: 'kube-system', name: 'etcd-a' })).toBeUndefined();
  });
});
