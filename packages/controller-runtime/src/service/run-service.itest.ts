import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KubeObject, Resource } from '@clusterwright/api';
import { createKubeClient } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { createTestNamespace, eventually, freePorts, installCrds, startControlPlane, testControlPlane } from '@clusterwright/test-env';
import type { ControlPlane } from '@clusterwright/test-env';

const main = fileURLToPath(new URL('sample-service.fixtures.ts', import.meta.url));
const machines: Resource = { group: 'cluster.x-k8s.io', version: 'v1beta2', kind: 'Machine', plural: 'machines', namespaced: true };
const leases: Resource<KubeObject & { spec?: { holderIdentity?: string } }> = { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', plural: 'leases', namespaced: true };

interface Running {
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  readonly out: () => string;
  readonly err: () => string;
}

const started: Running[] = [];

function run(args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const running = { process: child, exited, out: () => out, err: () => err };
  started.push(running);
  return running;
}

afterEach(async () => {
  for (const { process: child } of started) child.kill('SIGKILL');
  await Promise.all(started.splice(0).map(({ exited }) => exited));
});

const ends = [
  { name: 'help', why: 'it was asked for', args: ['--help'], code: 0, out: '--leader-elect-renew-deadline duration', err: '' },
  { name: 'a question for the version', why: 'it was asked for', args: ['--version'], code: 0, out: 'clusterwright sample (not built), Node.js v', err: '' },
  { name: 'a typing error', why: 'a mistake on the command line', args: ['--leader-elekt'], code: 2, out: '', err: 'sample: unknown flag --leader-elekt, did you mean --leader-elect?' },
  { name: 'a bad address', why: 'found before anything starts', args: ['--health-addr=x'], code: 2, out: '', err: 'flag --health-addr: "x" is no address' },
  { name: 'a gate nobody knows', why: 'the same', args: ['--feature-gates=X=true'], code: 2, out: '', err: 'unknown gate X' },
  { name: 'lease times that are not safe', why: 'two could lead', args: ['--leader-elect', '--leader-elect-lease-duration=5s'], code: 2, out: '', err: 'must be greater than' },
  { name: 'nothing that names a management cluster', why: 'nobody is guessed', args: [], env: { KUBECONFIG: '', KUBERNETES_SERVICE_HOST: '', HOME: '/nowhere' }, code: 1, out: '', err: 'sample: no management cluster is given: pass --kubeconfig=FILE' },
  { name: 'no kubeconfig', why: 'there is nobody to talk to', args: ['--kubeconfig=/nowhere'], code: 1, out: '', err: 'sample: cannot load kubeconfig /nowhere' },
];
test.each(ends)('after $name it exits with $code ($why)', async ({ args, env, code, out, err }) => {
  const running = run(args, env);
  expect(await running.exited).toBe(code);
  expect(running.out()).toContain(out);
  expect(running.err()).toContain(err);
});

interface Replica extends Running {
  readonly health: string;
  readonly metrics: string;
  readonly webhookPort: number;
}

async function replica(controlPlane: ControlPlane, namespace: string, { prefix = 'sample-', flags = [] as string[] } = {}): Promise<Replica> {
  const [healthPort = 0, metricsPort = 0, webhookPort = 0] = await freePorts(3);
  const args = [`--kubeconfig=${controlPlane.kubeconfig}`, `--namespace=${namespace}`, `--health-addr=127.0.0.1:${healthPort}`, `--diagnostics-address=127.0.0.1:${metricsPort}`, '--insecure-diagnostics', '--webhook-host=127.0.0.1', `--webhook-port=${webhookPort}`, ...flags];
  return { ...run(args, { POD_NAMESPACE: namespace, SAMPLE_PREFIX: prefix }), health: `http://127.0.0.1:${healthPort}`, metrics: `http://127.0.0.1:${metricsPort}/metrics`, webhookPort };
}

const textOf = async (url: string): Promise<string> => (await fetch(url)).text();
const aMachine = (namespace: string, name: string, spec: object = {}) => ({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { name, namespace }, spec: { clusterName: 'c', bootstrap: { dataSecretName: 'd' }, infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name }, ...spec } }) as KubeObject;

function configuration(kind: 'Mutating' | 'Validating', { prefix, namespace, port }: { prefix: string; namespace: string; port: number }): KubeObject {
  const verb = kind === 'Mutating' ? 'mutate' : 'validate';
  const webhook = {
    name: `${kind.toLowerCase()}.machine.cluster.x-k8s.io`,
    clientConfig: { url: `https://127.0.0.1:${port}/${verb}-cluster-x-k8s-io-v1beta2-machine` },
    rules: [{ apiGroups: ['cluster.x-k8s.io'], apiVersions: ['v1beta2'], operations: ['CREATE', 'UPDATE'], resources: ['machines'] }],
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
  };
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind: `${kind}WebhookConfiguration`, metadata: { name: `${prefix}${kind.toLowerCase()}-webhook-configuration` }, webhooks: [webhook] } as KubeObject;
}
const configurations = (kind: 'Mutating' | 'Validating'): Resource => ({ group: 'admissionregistration.k8s.io', version: 'v1', kind: `${kind}WebhookConfiguration`, plural: `${kind.toLowerCase()}webhookconfigurations`, namespaced: false });

describe('a service in a management cluster', () => {
  let controlPlane: ControlPlane;
  let client: KubeClient;
  let namespace: string;

  beforeEach(async () => {
    controlPlane = await testControlPlane();
    client = createKubeClient(loadConnection(controlPlane.kubeconfig));
    namespace = await createTestNamespace(controlPlane);
  });
  afterEach(() => client.close());

  test('is ready when its webhooks are trusted, defaults and refuses objects, and ends with 0', async () => {
    const prefix = `sample-${randomBytes(3).toString('hex')}-`;
    const service = await replica(controlPlane, namespace, { prefix });
    await eventually(async () => expect(await textOf(`${service.health}/readyz`)).toBe(`webhook: waiting for ${prefix}mutating-webhook-configuration and ${prefix}validating-webhook-configuration to carry the CA bundle\n`));
    expect(await textOf(`${service.health}/healthz`)).toBe('ok');
    for (const kind of ['Mutating', 'Validating'] as const) await client.create(configurations(kind), configuration(kind, { prefix, namespace, port: service.webhookPort }));
    await eventually(async () => expect(await textOf(`${service.health}/readyz`)).toBe('ok'));

    const created = await eventually(() => client.create(machines, aMachine(namespace, 'm')));
    expect(created.metadata.labels).toEqual({ 'cluster.x-k8s.io/cluster-name': 'c' });
    await expect(client.create(machines, aMachine(namespace, 'bad', { version: 'bad' }))).rejects.toMatchObject({
      status: 422,
      reason: 'Invalid',
      message: expect.stringContaining('Machine.cluster.x-k8s.io "bad" is invalid: spec.version: Invalid value: "bad": must be a semantic version') as string,
      details: { causes: [{ reason: 'FieldValueInvalid', field: 'spec.version' }] },
    });
    await eventually(async () => expect((await client.get(machines, { namespace, name: 'm' })).metadata.finalizers).toEqual(['sample.clusterwright.dev/machine']));

    // Applied again from outside, without the bundle: it comes back.
    await client.patch(configurations('Mutating'), { name: `${prefix}mutating-webhook-configuration` }, { type: 'json', body: [{ op: 'remove', path: '/webhooks/0/clientConfig/caBundle' }] });
    await eventually(() => client.create(machines, aMachine(namespace, 'n')));

    const metrics = await textOf(service.metrics);
    const wanted = [
      'controller_runtime_reconcile_total{controller="sample",result="success"}',
      'controller_runtime_reconcile_errors_total{controller="sample"} 0',
      'workqueue_unfinished_work_seconds{name="sample",controller="sample"} 0',
      'workqueue_longest_running_processor_seconds{name="sample",controller="sample"} 0',
      'workqueue_retries_total{name="sample",controller="sample"}',
      'controller_runtime_reconcile_time_seconds_count{controller="sample"}',
      'controller_runtime_max_concurrent_reconciles{controller="sample"} 2',
      'controller_runtime_active_workers{controller="sample"}',
      'capi_reconcile_total{controller="sample",result="success"}',
      'capi_reconcile_time_seconds_bucket{',
      'workqueue_adds_total{name="sample",controller="sample"}',
      'workqueue_depth{name="sample",controller="sample"}',
      'workqueue_queue_duration_seconds_count{name="sample"',
      'workqueue_work_duration_seconds_count{name="sample"',
      'rest_client_requests_total{code="200",host="127.0.0.1:',
      'controller_runtime_webhook_requests_total{webhook="/mutate-cluster-x-k8s-io-v1beta2-machine",code="200"}',
      'controller_runtime_webhook_latency_seconds_count{webhook="/validate-cluster-x-k8s-io-v1beta2-machine"}',
      'informer_queued_items{name="sample-manager",group="cluster.x-k8s.io",version="v1beta2",resource="machines"} 0',
      'informer_processing_latency_seconds_count{name="sample-manager",group="cluster.x-k8s.io",version="v1beta2",resource="machines"}',
      'informer_store_resource_version{name="sample-manager",group="cluster.x-k8s.io",version="v1beta2",resource="machines"} ',
      'process_cpu_seconds_total',
    ];
    for (const line of wanted) expect(metrics).toContain(line);

    service.process.kill('SIGTERM');
    expect(await service.exited).toBe(0);
    expect(service.err()).toBe('');
    const lines = service.out().trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const line of lines) expect(line).toMatchObject({ level: expect.stringMatching(/^(info|debug|error)$/) as string, ts: expect.any(String) as string, msg: expect.any(String) as string });
    expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['Starting', 'Serving webhooks', 'Injecting CA bundle', 'Stopping']) as string[]);
    for (const kind of ['Mutating', 'Validating'] as const) await client.delete(configurations(kind), { name: `${prefix}${kind.toLowerCase()}-webhook-configuration` });
  });

  test('leads alone: the next replica takes over when the leader is asked to stop, and when it is killed; a leader that lost the lease exits with 1', async () => {
    const flags = ['--webhook-port=0', '--leader-elect', '--leader-elect-lease-duration=4s', '--leader-elect-renew-deadline=3s', '--leader-elect-retry-period=500ms'];
    const leads = async (one: Replica): Promise<boolean> => (await textOf(one.metrics)).includes('leader_election_master_status{name="sample-leader-election"} 1');
    const isReconciled = async (name: string): Promise<void> => {
      await client.create(machines, aMachine(namespace, name));
      await eventually(async () => expect((await client.get(machines, { namespace, name })).metadata.finalizers).toHaveLength(1));
    };
    const first = await replica(controlPlane, namespace, { flags });
    await eventually(async () => expect(await leads(first)).toBe(true));
    await isReconciled('a');
    const second = await replica(controlPlane, namespace, { flags });
    await eventually(async () => expect(await textOf(`${second.health}/readyz`)).toBe('ok'));
    expect(await leads(second)).toBe(false);

    first.process.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    const releasedAt = Date.now();
    await eventually(async () => expect(await leads(second)).toBe(true), { intervalMs: 20 });
    expect(Date.now() - releasedAt).toBeLessThan(3500);
    await isReconciled('b');

    const third = await replica(controlPlane, namespace, { flags });
    await eventually(async () => expect(await textOf(`${third.health}/readyz`)).toBe('ok'));
    second.process.kill('SIGKILL');
    await eventually(async () => expect(await leads(third)).toBe(true));
    await isReconciled('c');

    await client.patch(leases, { namespace, name: 'sample-leader-election' }, { type: 'merge', body: { spec: { holderIdentity: 'somebody-else' } } });
    expect(await third.exited).toBe(1);
    expect(third.out()).toContain('leadership was lost');
  });

  test('asked to stop while it waits to lead, it ends with 0 at once', async () => {
    const service = await replica(controlPlane, namespace, { flags: ['--webhook-port=0', '--leader-elect'] });
    await client.create(leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'sample-leader-election', namespace }, spec: { holderIdentity: 'somebody', leaseDurationSeconds: 3600 } } as KubeObject).catch(() => undefined);
    await eventually(async () => expect(await textOf(`${service.health}/readyz`)).toBe('ok'));
    service.process.kill('SIGTERM');
    expect(await service.exited).toBe(0);
  });
});

test('an API server that is killed, stays away and comes back does not end the process, and nothing in it goes unnoticed', async () => {
  const controlPlane = await startControlPlane({ dir: mkdtempSync(join(tmpdir(), 'clusterwright-service-')), beforeControllers: installCrds });
  const namespace = await createTestNamespace(controlPlane);
  const service = await replica(controlPlane, namespace, { flags: ['--webhook-port=0'] });
  await eventually(async () => expect(await textOf(`${service.health}/readyz`)).toBe('ok'));
  for (let i = 0; i < 2; i += 1) {
    await controlPlane.restartApiServer({ downMs: 2500 });
    const client = createKubeClient(loadConnection(controlPlane.kubeconfig));
    await eventually(() => client.create(machines, aMachine(namespace, `m${i}`)));
    await eventually(async () => expect((await client.get(machines, { namespace, name: `m${i}` })).metadata.finalizers).toHaveLength(1));
    await client.close();
  }
  service.process.kill('SIGTERM');
  expect(await service.exited).toBe(0);
  expect([service.err(), service.out().includes('"code":"Invariant"')]).toEqual(['', false]);
  await controlPlane.stop({ discard: true });
});
