import type { ApiRequestRecord } from '../ports/simulated-clusters.ts';
import { simulationMetrics } from './simulation-metrics.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A registry that refuses what Prometheus would refuse: labels other than the declared ones. */
function aRegistry() {
  const samples: Sample[] = [];
  const removed: Omit<Sample, 'value'>[] = [];
  const remove = (name: string) => (labels: Readonly<Record<string, string>>) => void removed.push({ name, labels });
  const metric = (name: string, declared: readonly string[]) => (labels: Readonly<Record<string, string>>, value = 1) => {
    expect(Object.keys(labels).sort()).toEqual([...declared].sort());
    samples.push({ name, labels, value });
  };
  return {
    samples,
    removed,
    counter: (name: string, _help: string, labels: readonly string[]) => ({ inc: metric(name, labels), remove: remove(name) }),
    histogram: (name: string, _help: string, labels: readonly string[]) => ({ observe: metric(name, labels), remove: remove(name) }),
    gauge: () => ({ set: () => undefined, remove: () => undefined }),
    render: async () => '',
  };
}

const record: ApiRequestRecord = {
  clusterKey: 'ns/c', verb: 'LIST', group: 'apps', version: 'v1', resource: 'deployments', subresource: '', scope: 'namespace', dryRun: '', code: 200,
  method: 'GET', host: '127.0.0.1:20000', path: '/apis/{group}/{version}/namespaces/{namespace}/{resource}', userAgent: 'me', durationMs: 250,
};
const labels = {
  verb: 'LIST', dry_run: '', group: 'apps', version: 'v1', resource: 'deployments', subresource: '', scope: 'namespace', component: 'apiserver',
  method: 'GET', host: '127.0.0.1:20000', path: '/apis/{group}/{version}/namespaces/{namespace}/{resource}', cluster_name: 'ns/c', user_agent: 'me',
};

test('requests are counted and timed, in seconds, under names and labels of upstream', () => {
  const registry = aRegistry();
  simulationMetrics(registry).onRequest(record);
  expect(registry.samples).toEqual([
    { name: 'inmemory_apiserver_request_total', labels: { ...labels, code: '200' }, value: 1 },
    { name: 'inmemory_apiserver_request_duration_seconds', labels, value: 0.25 },
  ]);
});

test('etcd calls are timed', () => {
  const registry = aRegistry();
  simulationMetrics(registry).onEtcdRequest({ clusterKey: 'ns/c', method: 'MemberList', code: 0, durationMs: 5 });
  expect(registry.samples).toEqual([{ name: 'inmemory_etcd_request_duration_seconds', labels: { grpc_method: 'MemberList', cluster_name: 'ns/c' }, value: 0.005 }]);
});

test('the series of a cluster end with it, each once, and those of others stay', () => {
  const registry = aRegistry();
  const metrics = simulationMetrics(registry);
  for (const clusterKey of ['ns/c', 'ns/c', 'ns/d']) {
    metrics.onRequest({ ...record, clusterKey });
    metrics.onEtcdRequest({ clusterKey, method: 'MemberList', code: 0, durationMs: 5 });
  }
  metrics.forget('ns/c');
  metrics.forget('ns/c');
  expect(registry.removed).toEqual([
    { name: 'inmemory_apiserver_request_total', labels: { ...labels, code: '200' } },
    { name: 'inmemory_apiserver_request_duration_seconds', labels },
    { name: 'inmemory_etcd_request_duration_seconds', labels: { grpc_method: 'MemberList', cluster_name: 'ns/c' } },
  ]);
});
