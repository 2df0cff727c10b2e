/** A whole service with one controller and one webhook, run by tests as a process of its own. */
import type { KubeObject, Resource } from '@clusterwright/api';
import { done } from '../outcome.ts';
import { runService } from './run-service.ts';

interface Machine extends KubeObject {
  spec: { clusterName: string; version?: string; providerID?: string };
}
const machines: Resource<Machine> = { group: 'cluster.x-k8s.io', version: 'v1beta2', kind: 'Machine', plural: 'machines', namespaced: true };

const defaultMachine = (machine: Machine): Machine => ({ ...machine, metadata: { ...machine.metadata, labels: { ...machine.metadata.labels, 'cluster.x-k8s.io/cluster-name': machine.spec.clusterName } } });

await runService({
  name: 'sample',
  component: 'sample-manager',
  namespace: 'sample-system',
  namePrefix: process.env['SAMPLE_PREFIX'] ?? 'sample-',
  leaseName: 'sample-leader-election',
  flags: {},
  setup(manager) {
    manager.addWebhook({
      resource: machines as Resource<never>,
      defaults: defaultMachine as never,
      validate: ((machine: Machine) => (machine.spec.version === 'bad' ? [{ field: 'spec.version', type: 'Invalid', value: 'bad', detail: 'must be a semantic version' }] : [])) as never,
    });
    manager.addController<Machine, { machine: Machine }>({
      for: machines,
      concurrency: 2,
      rbac: [],
      reconciler: { name: 'sample', ownedConditions: [], finalizer: 'sample.clusterwright.dev/machine', gather: (machine) => ({ machine }), apply: [() => done], cleanup: [() => done] },
    });
  },
});
