import { readFileSync } from 'node:fs';
import { Secrets } from '@clusterwright/api/kubernetes';
import { createManager } from '@clusterwright/controller-runtime';
import type { Manager } from '@clusterwright/controller-runtime';
import { createLog } from '@clusterwright/controller-runtime/service/pino-log';
import { createKubeClient } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { createTestNamespace, testControlPlane } from './integration.ts';

/** A manager that runs on the test run's control plane, limited to a namespace of its own, and remembers what it asked for. */
export interface TestManager {
  /** The test's own client; what it writes has the field manager `kubectl`. */
  readonly client: KubeClient;
  readonly namespace: string;
  /** What controllers and caches asked for, watches left out: `patch Machine/status`. */
  readonly requests: string[];
  /** How the API server answered, watches included: `PATCH 200`. */
  readonly answers: string[];
  /** Resolves when passes that run have ended. */
  stop(): Promise<void>;
}

export interface TestManagerOptions {
  /** The namespace's name begins with it. */
  readonly prefix: string;
  /** Adds what is tested, as a service's setup does. */
  readonly setup: (manager: Manager) => void;
}

/** Starts a manager and waits until its caches are filled. With DEBUG_LOG set, its log goes to stderr. */
export async function startTestManager({ prefix, setup }: TestManagerOptions): Promise<TestManager> {
  const controlPlane = await testControlPlane();
  const namespace = await createTestNamespace(controlPlane, prefix);
  const stop = new AbortController();
  const [requests, answers]: [string[], string[]] = [[], []];
  const client = createKubeClient({ ...loadConnection(controlPlane.kubeconfig), fieldManager: 'kubectl' });
  const live = createKubeClient({ ...loadConnection(controlPlane.kubeconfig), onRequest: ({ method, code }) => void answers.push(`${method} ${code}`) });
  const log = createLog({ write: (line: string) => void (process.env['DEBUG_LOG'] && process.stderr.write(line)) });
  const manager = createManager({ live: recording(live, requests), log, component: 'test', signal: stop.signal, namespace });
  setup(manager);
  await manager.synced();
  const leading = manager.lead(stop.signal);
  const end = async (): Promise<void> => {
    stop.abort();
    await leading;
    await Promise.all([client.close(), live.close()]);
  };
  return { client, namespace, requests, answers, stop: end };
}

/** Makes the test's API server the workload cluster of a Cluster as well: its kubeconfig leads back to where it lies. */
export async function putOwnKubeconfig({ client, namespace }: TestManager, cluster: string): Promise<void> {
  const { kubeconfig } = await testControlPlane();
  const metadata = { name: `${cluster}-kubeconfig`, namespace, labels: { 'cluster.x-k8s.io/cluster-name': cluster } };
  await client.create(Secrets, { apiVersion: 'v1', kind: 'Secret', metadata, data: { value: readFileSync(kubeconfig).toString('base64') } });
}

function recording(live: KubeClient, requests: string[]): KubeClient {
  const note = (verb: string, { kind }: { kind: string }, subresource = ''): void => void requests.push(`${verb} ${kind}${subresource && `/${subresource}`}`);
  return {
    ...live,
    get: (resource, key, options) => (note('get', resource), live.get(resource, key, options)),
    create: (resource, object, options) => (note('create', resource, options?.subresource), live.create(resource, object, options)),
    update: (resource, object, options) => (note('update', resource, options?.subresource), live.update(resource, object, options)),
    patch: (resource, key, patch, options) => (note('patch', resource, options?.subresource), live.patch(resource, key, patch, options)),
    apply: (resource, object, options) => (note('apply', resource, options.subresource), live.apply(resource, object, options)),
    delete: (resource, key, options) => (note('delete', resource), live.delete(resource, key, options)),
  };
}
