import { TransportError } from '@clusterwright/kube-client';
import { MachineSets, Machines, aMachineSetOf, aWorld, dependencies, pass } from '../machineset.fixtures.ts';
import { machineSetReconciler } from '../machineset.reconciler.ts';

const key = { namespace: 'ns', name: 'md-old' };

/** A MachineSet that has its Machines, and is deleted; the next pass cannot read its infrastructure template. */
async function leaving({ replicas }: { replicas: number }) {
  const fake = aWorld(aMachineSetOf({ spec: { replicas } }));
  const reconciler = machineSetReconciler(dependencies(fake));
  await pass({ client: fake, resource: MachineSets, reconciler, key });
  await fake.delete(MachineSets, key);
  fake.failNext('get', new TransportError('connection reset'), 'DevMachineTemplate');
  return { fake, end: await pass({ client: fake, resource: MachineSets, reconciler, key }) };
}

test('a template that cannot be read does not keep an empty MachineSet from going', async () => {
  const { fake, end } = await leaving({ replicas: 0 });
  expect(end).toEqual({ kind: 'success' });
  expect(fake.objects(MachineSets)).toEqual([]);
});

test('while Machines are going, a template that cannot be read is tried again', async () => {
  const { fake, end } = await leaving({ replicas: 1 });
  expect(end).toMatchObject({ kind: 'error', retry: true, error: { message: 'connection reset' } });
  expect(fake.objects(Machines)[0]?.metadata.deletionTimestamp).toBeDefined();
});
