import type { DevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2';
import { fakeContext } from '@clusterwright/test-env';
import { devMachineTemplateReconciler } from './devmachinetemplate.reconciler.ts';

const reconciler = devMachineTemplateReconciler({ cpu: 4, memoryBytes: 8 * 1024 ** 3 });
const aTemplate = (backend: DevMachineTemplate['spec']['template']['spec']['backend']): DevMachineTemplate => ({
  apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachineTemplate', metadata: { name: 't', namespace: 'ns' }, spec: { template: { spec: { backend } } },
});

test('a simulated machine is as large as its host', () => {
  expect(reconciler.report?.(undefined, { deleting: false, outcomes: [], errors: [] }, fakeContext())).toEqual({ status: { capacity: { cpu: '4', memory: '8Gi' } } });
});

test.each([
  { name: 'in memory', backend: { inMemory: {} }, want: 'proceed' },
  { name: 'docker', backend: { docker: {} }, want: 'wait' },
])('backend $name: $want', async ({ backend, want }) => {
  expect(await reconciler.admit?.(aTemplate(backend), fakeContext())).toMatchObject({ step: want });
});
