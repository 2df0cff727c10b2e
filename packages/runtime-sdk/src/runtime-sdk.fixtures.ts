import type { ExtensionConfig, ExtensionHandler } from '@clusterwright/api/runtime/v1beta2';
import type { MetricLabels, MetricsRegistry } from '@clusterwright/controller-runtime';
import { ManualClock } from '@clusterwright/controller-runtime/manual-clock.fake';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeLogger } from '@clusterwright/test-env';
import { createRuntimeSdk } from './create-runtime-sdk.ts';
import type { RuntimeSdk } from './create-runtime-sdk.ts';
import { FakeTransport } from './transport.fake.ts';

export function aHandler(name: string, change: Partial<ExtensionHandler> = {}): ExtensionHandler {
  return { name, requestHook: { apiVersion: 'hooks.runtime.cluster.x-k8s.io/v1alpha1', hook: 'UpdateMachine' }, timeoutSeconds: 5, failurePolicy: 'Fail', ...change };
}

export function anExtensionConfig(name: string, handlers: readonly ExtensionHandler[], spec: Partial<ExtensionConfig['spec']> = {}): ExtensionConfig {
  const clientConfig = { url: `https://${name}.example.org` };
  return { apiVersion: 'runtime.cluster.x-k8s.io/v1beta2', kind: 'ExtensionConfig', metadata: { name }, spec: { clientConfig, namespaceSelector: {}, ...spec }, status: { handlers: [...handlers] } };
}

/** Counts by labels, of counters only. */
export function fakeMetrics(): MetricsRegistry & { readonly counted: MetricLabels[]; readonly observed: { readonly labels: MetricLabels; readonly value: number }[] } {
  const counted: MetricLabels[] = [];
  const observed: { readonly labels: MetricLabels; readonly value: number }[] = [];
  const remove = (): void => undefined;
  return {
    counted,
    observed,
    counter: () => ({ remove, inc: (labels) => void counted.push(labels) }),
    gauge: () => ({ remove, set: () => undefined }),
    histogram: () => ({ remove, observe: (labels, value) => void observed.push({ labels, value }) }),
    render: async () => '',
  };
}

/** A Runtime SDK whose registry knows the given extensions and is ready. */
export function aRuntimeSdk(extensionConfigs: readonly ExtensionConfig[] = [], client = new FakeClient()): RuntimeSdk & { readonly transport: FakeTransport; readonly clock: ManualClock; readonly metrics: ReturnType<typeof fakeMetrics> } {
  const [transport, clock, metrics] = [new FakeTransport(), new ManualClock(), fakeMetrics()];
  const sdk = createRuntimeSdk({ client, transport, metrics, clock });
  for (const extensionConfig of extensionConfigs) sdk.registry.add(extensionConfig);
  sdk.registry.markReady();
  return { ...sdk, transport, clock, metrics };
}

export const callContext = () => ({ log: fakeLogger(), signal: new AbortController().signal });
