import type { KubeObject } from '@clusterwright/api';
import { KubeadmConfigs, type KubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2';
import { Clusters, Machines, type Cluster } from '@clusterwright/api/core/v1beta2';
import { ConfigMaps, Secrets } from '@clusterwright/api/kubernetes';
import { reconcileOnce } from '@clusterwright/controller-runtime/driver/reconcile-once';
import { unpaced } from '@clusterwright/controller-runtime/driver/status-pace';
import { certificateHashes, generateCertificateAuthority } from '@clusterwright/provider-kit/certificates/signing';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { fakeClient, type FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeClock, fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCertificateSecret, aCluster, aConfig, aMachine, aMachinePool, decoded } from './kubeadmconfig.fixtures.ts';
import { kubeadmConfigReconciler } from './kubeadmconfig.reconciler.ts';
import { TokenChecks } from './token-checks.ts';

/** Many passes over one small world: management cluster, workload cluster, a clock. Passes run the real driver, plans and acts. */
class World {
  readonly clock = fakeClock();
  readonly management: FakeClient;
  readonly workload = fakeClient({ now: () => this.clock.now() });
  readonly connections = new FakeWorkloadClusters();
  checks = new TokenChecks();

  constructor(...objects: KubeObject[]) {
    this.management = fakeClient({ objects, now: () => this.clock.now() });
  }

  connect(): this {
    this.connections.connect(cluster, this.workload.live);
    return this;
  }

  /** Everything a process remembers is lost. */
  restart(): void {
    this.checks = new TokenChecks();
  }

  async pass(name = 'm') {
    const client = this.management;
    const external = { resolve: async () => ({ contract: 'v1beta2' as const, resource: controlPlanes }) };
    const deps = { client, external, workloadClusters: this.connections, tokenChecks: this.checks, tokenTtlMs: 15 * minute, machinePools: true };
    return reconcileOnce({ client, resource: KubeadmConfigs, reconciler: kubeadmConfigReconciler(deps), statusPace: unpaced }, { namespace: 'default', name }, fakeContext({ clock: this.clock }));
  }

  config(name = 'm'): KubeadmConfig {
    const config = this.management.objects(KubeadmConfigs).find(({ metadata }) => metadata.name === name);
    if (!config) throw new Error(`no config ${name}`);
    return config;
  }

  data(name = 'm'): string | undefined {
    const secret = this.management.objects(Secrets).find(({ metadata }) => metadata.name === name);
    return secret && decoded(secret.data?.['value']);
  }

  tokens() {
    return this.workload.objects(Secrets);
  }

  condition(type: string, name = 'm') {
    return this.config(name).status?.conditions?.find((condition) => condition.type === type);
  }

  v1beta1(type: string) {
    const conditions: readonly { type: string }[] = this.config().status?.deprecated?.v1beta1?.conditions ?? [];
    return conditions.find((condition) => condition.type === type);
  }

  change(next: Cluster): void {
    this.management.put(next);
  }
}

const minute = 60_000;
const cluster = { namespace: 'default', name: 'c' };
const controlPlanes = { group: 'controlplane.cluster.x-k8s.io', version: 'v1beta2', kind: 'KubeadmControlPlane', plural: 'kubeadmcontrolplanes', namespaced: true };
const starter = aMachine({ name: 'm', controlPlane: true });
const authority = await generateCertificateAuthority({ now: new Date('2026-11-21T12:00:00Z'), algorithm: 'ECDSA-P256' });
const certificates = ['ca', 'etcd', 'proxy', 'sa'].map((purpose) => aCertificateSecret(purpose, authority.cert, authority.key));
const starting = aCluster({ initialized: false });

describe('a worker', () => {
  test('waits, then joins, in at most three patches', async () => {
    const world = new World(aCluster({ provisioned: false, initialized: false }), aMachine(), aConfig(), ...certificates).connect();
    await world.pass();
    expect(world.condition('DataSecretAvailable')).toMatchObject({ status: 'False', reason: 'NotAvailable', message: 'Waiting for Cluster status.infrastructureReady to be true' });
    expect(world.v1beta1('DataSecretAvailable')).toMatchObject({ status: 'False', reason: 'WaitingForClusterInfrastructure', severity: 'Info' });
    expect(world.condition('Ready')).toMatchObject({ status: 'False', reason: 'NotReady' });

    world.change(starting);
    await world.pass();
    world.change(aCluster());
    const end = await world.pass();
    expect(end).toMatchObject({ kind: 'requeueAfter', afterMs: 5 * minute });

    const { spec, status, metadata } = world.config();
    const token = spec.joinConfiguration?.discovery?.bootstrapToken;
    expect(token).toEqual({ apiServerEndpoint: '10.0.0.1:6443', caCertHashes: certificateHashes(authority.cert, 'ca'), token: expect.stringMatching(/^[a-z0-9]{6}\.[a-z0-9]{16}$/) });
    expect(world.data()).toContain(token?.token);
    expect(status).toMatchObject({ dataSecretName: 'm', initialization: { dataSecretCreated: true }, observedGeneration: metadata.generation });
    expect(status?.conditions?.map(({ type, status: value, reason }) => `${type}=${value} ${reason}`)).toEqual(['Ready=True Ready', 'CertificatesAvailable=True Available', 'DataSecretAvailable=True Available', 'Paused=False NotPaused']);
    expect(status?.deprecated?.v1beta1?.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual(['Ready=True', 'CertificatesAvailable=True', 'DataSecretAvailable=True']);
    expect(world.management.writes.filter(({ kind }) => kind === 'KubeadmConfig')).toHaveLength(3);

    world.management.calls.length = 0;
    world.workload.calls.length = 0;
    await world.pass();
    expect([world.management.calls, world.workload.calls]).toEqual([[], []]);
  });

  test('its token is what kubeadm and the token cleaner of Kubernetes expect', async () => {
    const world = new World(aCluster(), aMachine(), aConfig(), ...certificates).connect();
    await world.pass();
    const [secret] = world.tokens();
    const [id, value] = world.config().spec.joinConfiguration?.discovery?.bootstrapToken?.token?.split('.') ?? [];
    expect(secret).toMatchObject({ type: 'bootstrap.kubernetes.io/token', metadata: { namespace: 'kube-system', name: `bootstrap-token-${id}` } });
    expect(Object.fromEntries(Object.entries(secret?.data ?? {}).map(([key, text]) => [key, decoded(text)]))).toEqual({
      'token-id': id,
      'token-secret': value,
      expiration: '2026-11-21T12:15:00Z',
      'usage-bootstrap-signing': 'true',
      'usage-bootstrap-authentication': 'true',
      'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token',
      description: 'token generated by cluster-api-bootstrap-provider-kubeadm',
    });
  });

  test('waits for a connection and for an endpoint, and says so', async () => {
    const world = new World(aCluster(), aMachine(), aConfig(), ...certificates);
    expect(await world.pass()).toEqual({ kind: 'success' });
    expect(world.condition('DataSecretAvailable')?.message).toBe('Waiting for a connection to the workload cluster');
    expect(world.condition('CertificatesAvailable')?.status).toBe('True');
    world.change(aCluster({ endpoint: false }));
    await world.pass();
    expect(world.condition('DataSecretAvailable')?.message).toBe('Waiting for Cluster spec.controlPlaneEndpoint to be set');
    expect(world.data()).toBeUndefined();
  });

  test('keeps its token valid until its machine has joined, with one request per check', async () => {
    const world = new World(aCluster(), aMachine(), aConfig(), ...certificates).connect();
    await world.pass();
    const expiration = (): string => decoded(world.tokens()[0]?.data?.['expiration']);
    world.clock.advance(5 * minute);
    expect(await world.pass()).toMatchObject({ kind: 'requeueAfter', afterMs: 5 * minute });
    expect(expiration()).toBe('2026-11-21T12:20:00Z');

    world.restart();
    world.workload.calls.length = 0;
    await world.pass();
    expect(world.workload.calls.map(({ verb }) => verb)).toEqual(['get']);

    world.management.put(aMachine({ nodeRef: true, dataSecretName: 'm' }));
    world.clock.advance(60 * minute);
    expect(await world.pass()).toEqual({ kind: 'success' });
    expect(expiration()).toBe('2026-11-21T12:20:00Z');
  });

  test('a token that is gone before its machine joined is an error: the data cannot be replaced', async () => {
    const world = new World(aCluster(), aMachine(), aConfig(), ...certificates).connect();
    await world.pass();
    for (const { metadata } of world.tokens()) world.workload.remove(Secrets, metadata);
    world.restart();
    expect(await world.pass()).toMatchObject({ kind: 'error', retry: true, error: { code: 'BootstrapToken' } });
    expect(world.condition('DataSecretAvailable')?.status).toBe('True');
  });

  test('nothing is written before an owner and its Cluster exist', async () => {
    const world = new World(aConfig());
    await world.pass();
    world.management.put(aMachine());
    await world.pass();
    expect(world.management.writes).toEqual([]);
  });

  test('a paused Cluster freezes everything but the condition that says so', async () => {
    const world = new World(aCluster({ paused: true }), aMachine(), aConfig(), ...certificates).connect();
    await world.pass();
    expect(world.config().status?.conditions).toMatchObject([{ type: 'Paused', status: 'True', message: 'Cluster spec.paused is set to true' }]);
    expect([world.data(), world.tokens()]).toEqual([undefined, []]);
  });
});

describe('a pass that is killed', () => {
  const killed = new Error('killed');

  test.each([
    { at: 'before the token is made', kill: (world: World) => world.workload.failNext('create', killed) },
    { at: 'before the spec is stored', kill: (world: World) => world.management.failNext('patch', killed, 'KubeadmConfig') },
    { at: 'before the Secret is made', kill: (world: World) => world.management.failNext('create', killed, 'Secret') },
  ])('$at leaves one token and one Secret behind in the end', async ({ kill }) => {
    const world = new World(aCluster(), aMachine(), aConfig(), ...certificates).connect();
    kill(world);
    await world.pass();
    world.restart();
    world.clock.advance(6 * minute);
    await world.pass();
    expect(world.tokens()).toHaveLength(1);
    expect(world.data()).toContain(world.config().spec.joinConfiguration?.discovery?.bootstrapToken?.token);
    expect(world.condition('Ready')?.status).toBe('True');
  });

  test('before the status is stored finds its Secret again and writes nothing else', async () => {
    const world = new World(aCluster(), aMachine(), aConfig(), ...certificates).connect();
    await world.pass();
    const { status: _lost, ...config } = world.config();
    world.management.put(config);
    world.restart();
    const before = world.data();
    world.management.calls.length = 0;
    await world.pass();
    expect(world.data()).toBe(before);
    expect(world.tokens()).toHaveLength(1);
    expect(world.config().status?.dataSecretName).toBe('m');
    // The create that is refused tells that the Secret exists.
    expect(world.management.writes.map(({ verb, kind }) => `${verb} ${kind}`)).toEqual(['create Secret', 'patch KubeadmConfig']);
  });

  test('reuses a token only where it made it itself', async () => {
    const world = new World(aCluster(), aMachine(), aConfig(), ...certificates).connect();
    await world.pass();
    const [made] = world.tokens();
    if (!made) throw new Error('no token');
    const foreign = { ...made, data: { ...made.data, description: Buffer.from('mine').toString('base64') } };
    const again = new World(aCluster(), aMachine(), aConfig(), ...certificates).connect();
    again.workload.put(foreign);
    await again.pass();
    expect(again.tokens()).toHaveLength(2);
    expect(again.data()).not.toContain(decoded(made.data?.['token-secret']));
  });
});

describe('the first control plane machine', () => {
  test('takes the lock, starts the cluster, and the lock goes when the cluster is up', async () => {
    const world = new World(starting, starter, aConfig({ owner: starter }), ...certificates);
    expect(await world.pass()).toEqual({ kind: 'success' });
    expect(world.config().spec.clusterConfiguration).toEqual({ controlPlaneEndpoint: '10.0.0.1:6443' });
    expect(world.data()).toContain("  - 'kubeadm init --config /run/kubeadm/kubeadm.yaml  && echo success");
    expect(world.data()).toContain('      clusterName: c\n      controlPlaneEndpoint: 10.0.0.1:6443');
    expect(world.condition('Ready')?.status).toBe('True');
    expect(world.management.objects(ConfigMaps)).toHaveLength(1);
    expect(world.management.writes.filter(({ kind }) => kind === 'KubeadmConfig')).toHaveLength(2);

    world.change(aCluster());
    await world.pass();
    expect(world.management.objects(ConfigMaps)).toEqual([]);
  });

  test('keeps others from starting it too', async () => {
    const second = aMachine({ name: 'second', controlPlane: true });
    const world = new World(starting, starter, second, aConfig({ owner: starter }), aConfig({ owner: second }), ...certificates);
    await world.pass('m');
    expect(await world.pass('second')).toEqual({ kind: 'success' });
    expect(world.data('second')).toBeUndefined();
    expect(world.condition('DataSecretAvailable', 'second')?.message).toBe('Waiting for Cluster control plane to be initialized');
  });

  test('is replaced by another when it goes', async () => {
    const second = aMachine({ name: 'second', controlPlane: true });
    const world = new World(starting, starter, second, aConfig({ owner: starter }), aConfig({ owner: second }), ...certificates);
    await world.pass('m');
    world.management.remove(Machines, starter.metadata).remove(KubeadmConfigs, starter.metadata);
    await world.pass('second');
    expect(world.data('second')).toContain('kubeadm init');
    expect(world.management.objects(ConfigMaps)[0]?.data).toEqual({ 'lock-information': '{"machineName":"second"}' });
  });

  test('gives the lock back where its data cannot be made, and says why', async () => {
    const spec = { files: [{ path: '/f', contentFrom: { secret: { name: 'absent', key: 'k' } } }] };
    const world = new World(starting, starter, aConfig({ owner: starter, spec }), ...certificates);
    expect(await world.pass()).toMatchObject({ kind: 'error', retry: true });
    expect(world.management.objects(ConfigMaps)).toEqual([]);
    expect(world.condition('DataSecretAvailable')).toMatchObject({ status: 'False', message: 'Failed to prepare spec.files: failed to resolve file source: secret not found: default/absent' });
    expect(world.v1beta1('DataSecretAvailable')).toMatchObject({ reason: 'DataSecretGenerationFailed', severity: 'Warning' });
    expect(world.condition('CertificatesAvailable')?.status).toBe('True');
  });

  test('waits for certificates of the control plane object', async () => {
    const world = new World(starting, starter, aConfig({ owner: starter }));
    expect(await world.pass()).toMatchObject({ kind: 'error', retry: true });
    expect(world.condition('CertificatesAvailable')).toMatchObject({ status: 'Unknown', reason: 'InternalError', message: 'Please check controller logs for errors' });
    expect(world.v1beta1('CertificatesAvailable')).toMatchObject({ reason: 'CertificatesGenerationFailed', severity: 'Warning' });
  });

  test('makes certificates where there is no control plane object, once', async () => {
    const world = new World(aCluster({ initialized: false, controlPlaneRef: false }), starter, aConfig({ owner: starter, spec: { clusterConfiguration: { encryptionAlgorithm: 'ECDSA-P256' } } }));
    world.management.failNext('create', new Error('killed'), 'ConfigMap');
    await world.pass();
    await world.pass();
    const names = world.management.objects(Secrets).map(({ metadata }) => metadata.name).sort();
    expect(names).toEqual(['c-ca', 'c-etcd', 'c-proxy', 'c-sa', 'm']);
    expect(world.data()?.match(/path: \/etc\/kubernetes\/pki\/.*/g)).toHaveLength(8);
  });
});

test('a joining control plane machine gets the certificates and knows what it is', async () => {
  const world = new World(aCluster(), starter, aConfig({ owner: starter }), ...certificates).connect();
  await world.pass();
  expect(world.config().spec.joinConfiguration).toMatchObject({ controlPlane: {}, discovery: { bootstrapToken: { apiServerEndpoint: '10.0.0.1:6443' } } });
  expect(world.data()).toContain('path: /etc/kubernetes/pki/sa.key');
  expect(world.data()).toContain('      controlPlane:\n        localAPIEndpoint: {}');
});

test('a joining control plane machine without certificates reports them as corrupted', async () => {
  const world = new World(aCluster(), starter, aConfig({ owner: starter })).connect();
  await world.pass();
  expect(world.v1beta1('CertificatesAvailable')).toMatchObject({ reason: 'CertificatesCorrupted', severity: 'Error' });
  expect(world.tokens()).toEqual([]);
});

test('a moved config takes over the data that its Machine already uses, and owns them again', async () => {
  const world = new World(aCluster(), aMachine({ dataSecretName: 'm' }), aConfig(), ...certificates);
  await world.management.create(Secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'm', namespace: 'default' }, data: { value: 'b2xk' } });
  await world.pass();
  expect(world.config().status).toMatchObject({ dataSecretName: 'm', initialization: { dataSecretCreated: true } });
  expect(world.condition('Ready')?.status).toBe('True');
  expect(world.data()).toBe('old');
  await world.pass();
  expect(world.management.objects(Secrets).find(({ metadata }) => metadata.name === 'm')?.metadata.ownerReferences).toMatchObject([{ kind: 'KubeadmConfig', uid: 'm-config-uid', controller: true }]);
});

test('a MachinePool gets new data with a new token when half of its time is gone', async () => {
  const pool = aMachinePool();
  const world = new World(aCluster(), pool, aConfig({ owner: pool }), ...certificates).connect();
  await world.pass('mp');
  const tokenOf = (): string | undefined => world.config('mp').spec.joinConfiguration?.discovery?.bootstrapToken?.token;
  const first = tokenOf();
  world.management.put(aMachinePool({ joined: true }));
  world.clock.advance(5 * minute);
  await world.pass('mp');
  expect(tokenOf()).toBe(first);
  world.clock.advance(5 * minute);
  await world.pass('mp');
  expect(tokenOf()).not.toBe(first);
  expect(world.data('mp')).toContain(tokenOf());
  expect(world.config('mp').status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
});

describe('content', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'default' }, data: { text: Buffer.from('from secret').toString('base64'), binary: '/w==' } };
  const controlPlane = { apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlane', metadata: { name: 'c-cp', namespace: 'default' }, spec: { version: '1.35' } };

  test('comes from Secrets and templates', async () => {
    const spec = {
      files: [{ path: '/a', contentFrom: { secret: { name: 's', key: 'text' } } }, { path: '/b', content: 'cp {{ .controlPlane.version }}', contentFormat: 'Template' as const }],
      users: [{ name: 'u', passwdFrom: { secret: { name: 's', key: 'text' } } }],
    };
    const world = new World(aCluster(), aMachine(), aConfig({ spec }), secret, controlPlane, ...certificates).connect();
    await world.pass();
    expect(world.data()).toContain('-   path: /a\n    content: |\n      from secret\n-   path: /b\n    content: |\n      cp v1.35.0\n');
    expect(world.data()).toContain('  - name: u\n    passwd: from secret');
  });

  test.each([
    { name: 'a missing key', spec: { files: [{ path: '/a', contentFrom: { secret: { name: 's', key: 'none' } } }] }, message: 'Failed to prepare spec.files: failed to resolve file source: secret references non-existent secret key: "none"' },
    { name: 'no text', spec: { files: [{ path: '/a', contentFrom: { secret: { name: 's', key: 'binary' } } }] }, message: expect.stringContaining('is not text') },
    { name: 'a bad template', spec: { files: [{ path: '/a', content: '{{ range . }}', contentFormat: 'Template' as const }] }, message: 'Failed to prepare spec.files: failed to render templates: failed to render template for file "/a": {{ range }} is not supported' },
    { name: 'no password', spec: { users: [{ name: 'u', passwdFrom: { secret: { name: 'absent', key: 'k' } } }] }, message: 'Failed to read password from secrets for spec.users' },
    {
      name: 'a bad Container Linux Config',
      spec: { format: 'ignition' as const, ignition: { containerLinuxConfig: { additionalConfig: 'storage: {files: [{path: relative}]}' } } },
      message: 'Failed to generate bootstrap data: spec.ignition.containerLinuxConfig.additionalConfig: storage.files[0].path: path not absolute: "relative"',
    },
  ])('with $name is reported', async ({ spec, message }) => {
    const world = new World(aCluster(), aMachine(), aConfig({ spec }), secret, controlPlane, ...certificates).connect();
    await world.pass();
    expect(world.condition('DataSecretAvailable')).toMatchObject({ status: 'False', reason: 'NotAvailable', message });
    expect(world.data()).toBeUndefined();
  });
});

test('Ignition is named in the Secret, so that infrastructure providers know what it holds', async () => {
  const world = new World(aCluster(), aMachine(), aConfig({ spec: { format: 'ignition' } }), ...certificates).connect();
  await world.pass();
  const document = JSON.parse(world.data() ?? '') as { ignition: object; storage: { files: { path: string }[] } };
  expect(document.ignition).toEqual({ version: '2.3.0' });
  expect(document.storage.files.map(({ path }) => path).slice(-2)).toEqual(['/etc/kubeadm.sh', '/etc/kubeadm.yml']);
  const [secret] = world.management.objects(Secrets).filter(({ metadata }) => metadata.name === 'm');
  expect(decoded(secret?.data?.['format'])).toBe('ignition');
});

test('the Cluster is found by the name that the owner gives', async () => {
  const world = new World(aMachine(), aConfig());
  await world.pass();
  expect(world.management.objects(Clusters)).toEqual([]);
  expect(world.management.writes).toEqual([]);
});
