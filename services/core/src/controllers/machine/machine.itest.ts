import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { Nodes, Pods } from '@clusterwright/api/kubernetes';
import { eventually } from '@clusterwright/test-env';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import { conditionsOf, configs, createMachine, devMachines, label, machineOf, provision, startMachineWorld } from './machine-world.fixtures.ts';

const count = (requests: readonly string[], pattern: RegExp): number => requests.filter((request) => pattern.test(request)).length;

describe('a Machine', () => {
  let world: TestManager;
  beforeEach(async () => (world = await startMachineWorld()));
  afterEach(() => world.stop());

  test('says what it waits for, then becomes available with its Node, with few requests', async () => {
    await createMachine(world);
    await eventually(async () =>
      expect(conditionsOf(await machineOf(world))).toEqual([
        'Available False NotReady',
        'Ready False NotReady * BootstrapConfigReady: KubeadmConfig status.initialization.dataSecretCreated is false\n* InfrastructureReady: DevMachine status.initialization.provisioned is false\n* NodeHealthy: Waiting for Cluster status.initialization.infrastructureProvisioned to be true',
        'BootstrapConfigReady False NotReady KubeadmConfig status.initialization.dataSecretCreated is false',
        'InfrastructureReady False NotReady DevMachine status.initialization.provisioned is false',
        'NodeHealthy Unknown InspectionFailed Waiting for Cluster status.initialization.infrastructureProvisioned to be true',
        'NodeReady Unknown InspectionFailed Waiting for Cluster status.initialization.infrastructureProvisioned to be true',
        'Updating False NotUpdating',
        'Paused False NotPaused',
        'Deleting False NotDeleting',
      ]),
    );
    await provision(world);
    const machine = await eventually(async () => {
      const found = await machineOf(world);
      expect(conditionsOf(found).slice(0, 2)).toEqual(['Available True Available', 'Ready True Ready']);
      return found;
    });
    expect(machine.status).toMatchObject({ phase: 'Running', nodeRef: { name: world.namespace }, initialization: { bootstrapDataSecretCreated: true, infrastructureProvisioned: true }, observedGeneration: machine.metadata.generation });
    expect(machine.metadata.ownerReferences).toMatchObject([{ kind: 'Cluster', name: 'c' }]);
    const { metadata, spec } = await world.client.get(Nodes, { name: world.namespace });
    expect(spec?.taints).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
    expect(metadata.annotations).toMatchObject({ 'cluster.x-k8s.io/machine': 'm', 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/cluster-namespace': world.namespace });
    expect([count(world.requests, /^patch (DevMachine|KubeadmConfig)/), count(world.requests, /^get/)]).toEqual([2, 0]);
    // Finalizer and owner of a Machine that nobody made for us; then one status, and spec with status for data and instance, and one status for the Node.
    expect(count(world.requests, /^patch Machine/)).toBeLessThanOrEqual(9);
  });

  test('is taken down step by step: Pods, instance, config, Node', async () => {
    const { client, namespace } = world;
    await client.create(Machines, controlPlaneMachine(namespace));
    await createMachine(world);
    await provision(world);
    await eventually(async () => expect(conditionsOf(await machineOf(world))[0]).toBe('Available True Available'));
    await client.create(Pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace }, spec: { nodeName: namespace, automountServiceAccountToken: false, containers: [{ name: 'c', image: 'i' }] } });

    await client.delete(Machines, { namespace, name: 'm' });
    await eventually(async () => expect(conditionsOf(await machineOf(world)).at(-1)).toMatch(new RegExp(`^Deleting True DrainingNode Drain not completed yet \\(started at .*\\):\\n\\* Pod ${namespace}/web: deletionTimestamp set`)));
    expect((await client.get(Nodes, { name: namespace })).spec?.unschedulable).toBe(true);
    // There is no kubelet to end it.
    await client.delete(Pods, { namespace, name: 'web' }, { gracePeriodSeconds: 0 });
    await client.patch(Machines, { namespace, name: 'm' }, { type: 'merge', body: { metadata: { annotations: { nudge: '1' } } } });

    await eventually(async () => expect(conditionsOf(await machineOf(world)).at(-1)).toBe('Deleting True WaitingForInfrastructureDeletion Waiting for DevMachine to be deleted'));
    expect(await client.get(configs, { namespace, name: 'm' })).toBeDefined();
    await client.patch(devMachines, { namespace, name: 'm' }, { type: 'merge', body: { metadata: { finalizers: null } } });
    await eventually(() => expect(machineOf(world)).rejects.toMatchObject({ status: 404 }));
    await expect(client.get(configs, { namespace, name: 'm' })).rejects.toMatchObject({ status: 404 });
    await expect(client.get(Nodes, { name: namespace })).rejects.toMatchObject({ status: 404 });
  });
});

/** Keeps the cluster a cluster while a worker is deleted. */
function controlPlaneMachine(namespace: string): Machine {
  const ref = { apiGroup: devMachines.group, kind: devMachines.kind, name: 'cp' };
  return { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { name: 'cp', namespace, labels: { ...label, 'cluster.x-k8s.io/control-plane': '' } }, spec: { clusterName: 'c', bootstrap: { dataSecretName: 'x' }, infrastructureRef: ref } };
}
