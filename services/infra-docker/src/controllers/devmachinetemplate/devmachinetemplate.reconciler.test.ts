import type { Resource, UnstructuredObject } from '@clusterwright/api';
import { DevMachineTemplates, DockerMachineTemplates } from '@clusterwright/api/infrastructure/v1beta2';
import { reconcileOnce } from '@clusterwright/controller-runtime/driver/reconcile-once';
import { unpaced } from '@clusterwright/controller-runtime/driver/status-pace';
import { fakeClient, fakeContext } from '@clusterwright/test-env';
import { FakeContainerEngine } from '../../ports/container-engine.fake.ts';
import { machineCapacity } from '../../machine-capacity.ts';
import { machineTemplateReconciler } from './devmachinetemplate.reconciler.ts';

const ofEngine = { cpu: '4', memory: '8Gi' };
const cases = [
  { name: 'DockerMachineTemplate', resource: DockerMachineTemplates as Resource, spec: {}, want: ofEngine },
  { name: 'DevMachineTemplate of containers', resource: DevMachineTemplates as Resource, spec: { backend: { docker: {} } }, want: ofEngine },
  { name: 'DevMachineTemplate that is simulated', resource: DevMachineTemplates as Resource, spec: { backend: { inMemory: {} } }, want: { cpu: '2', memory: '1Gi' } },
];

function world({ resource, spec }: Pick<(typeof cases)[number], 'resource' | 'spec'>) {
  const client = fakeClient();
  const engine = new FakeContainerEngine();
  client.put({ apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: resource.kind, metadata: { namespace: 'ns', name: 't', uid: 'u' }, spec: { template: { spec } } } as never);
  const of = machineCapacity(engine, { cpu: 2, memoryBytes: 1024 ** 3 });
  const reconciler = machineTemplateReconciler<UnstructuredObject>('template', (resource.kind === 'DevMachineTemplate' ? of.devMachine : of.dockerMachine) as never);
  const pass = () => reconcileOnce({ client, resource: resource as Resource<UnstructuredObject>, reconciler, statusPace: unpaced }, { namespace: 'ns', name: 't' }, fakeContext());
  const status = () => (client.objects(resource)[0] as { status?: object } | undefined)?.status;
  return { engine, pass, status };
}

test.each(cases)('a machine is as large as its host: $name', async ({ resource, spec, want }) => {
  const { engine, pass, status } = world({ resource, spec });
  engine.host = { cpu: 4, memoryBytes: 8 * 1024 ** 3 };
  expect([await pass(), status()]).toEqual([{ kind: 'success' }, { capacity: want }]);
});

test('an engine that does not answer is asked again, and what was known of it stays', async () => {
  const { engine, pass, status } = world({ resource: DockerMachineTemplates, spec: {} });
  engine.host = { cpu: 4, memoryBytes: 8 * 1024 ** 3 };
  await pass();
  engine.failAlways('capacity', 'Unreachable');
  expect(await pass()).toMatchObject({ kind: 'requeueAfter', afterMs: 30_000 });
  expect(status()).toEqual({ capacity: ofEngine });
  engine.heal().host = { cpu: 6, memoryBytes: 1024 ** 3 };
  await pass();
  expect(status()).toEqual({ capacity: { cpu: '6', memory: '1Gi' } });
});
