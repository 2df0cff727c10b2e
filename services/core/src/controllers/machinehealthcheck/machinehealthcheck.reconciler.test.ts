import type { KubeObject, UnstructuredObject } from '@clusterwright/api';
import { Clusters, MachineHealthChecks, Machines } from '@clusterwright/api/core/v1beta2';
import type { Machine, MachineHealthCheck } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import type { PassEnd } from '@clusterwright/controller-runtime/driver/reconcile-once';
import { ApiError } from '@clusterwright/kube-client';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import type { FakeReconcileContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCondition } from '../machinedeployment/machinedeployment.fixtures.ts';
import { pass } from '../machineset/machineset.fixtures.ts';
import { Repairs, RepairTemplates, aCheckedMachine, aHealthCheck, aNode, aRepair, aRepairTemplate, aRunningCluster, templateRef } from './machinehealthcheck.fixtures.ts';
import { machineHealthCheckReconciler } from './machinehealthcheck.reconciler.ts';

const clusterKey = { namespace: 'ns', name: 'c' };

class World {
  readonly fake: FakeClient;
  readonly workloadClusters = new FakeWorkloadClusters();
  readonly watched: string[] = [];
  ctx: FakeReconcileContext = fakeContext();

  constructor(...objects: readonly KubeObject[]) {
    const crds = [Repairs, RepairTemplates].map(({ plural, group }) => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.${group}` } }));
    this.fake = new FakeClient({ objects: [...crds, aRunningCluster(), ...objects] });
    this.connect();
  }

  /** What the workload cluster has for Nodes. */
  connect(...nodes: readonly Node[]): this {
    this.workloadClusters.connect(clusterKey, new FakeClient().live, nodes);
    return this;
  }

  async reconcile(): Promise<PassEnd> {
    const reconciler = machineHealthCheckReconciler({ client: this.fake, workloadClusters: this.workloadClusters, watchKind: async ({ kind }) => void this.watched.push(kind) });
    this.ctx = fakeContext();
    return pass({ client: this.fake, resource: MachineHealthChecks, reconciler, key: { namespace: 'ns', name: 'mhc' }, ctx: this.ctx });
  }

  get healthCheck(): MachineHealthCheck {
    const [healthCheck] = this.fake.objects(MachineHealthChecks);
    if (!healthCheck) throw new Error('no MachineHealthCheck');
    return healthCheck;
  }

  conditionsOf(name: string): string[] {
    const machine = this.fake.objects<Machine>(Machines).find(({ metadata }) => metadata.name === name);
    return (machine?.status?.conditions ?? []).map(({ type, status, reason }) => `${type} ${status} ${reason}`);
  }

  get events(): string[] {
    return this.ctx.recordedEvents.map(({ type, object, reason, message }) => `${type} ${object} ${reason}: ${message}`);
  }
}

const machines = (...names: readonly string[]): Machine[] => names.map((name) => aCheckedMachine({ name }));
const sick = (name: string): Node => aNode(name, 'False', 400);
const verdict = 'HealthCheckSucceeded False UnhealthyNode';

describe('an unhealthy Node', () => {
  test('its Machine is marked, counted and announced, in one request each', async () => {
    const world = new World(aHealthCheck(), ...machines('a', 'b')).connect(aNode('a'), sick('b'));
    expect(await world.reconcile()).toEqual({ kind: 'success' });
    expect(world.conditionsOf('a')).toEqual(['Ready True Any', 'HealthCheckSucceeded True HealthCheckSucceeded']);
    expect(world.conditionsOf('b')).toEqual(['Ready True Any', verdict, 'OwnerRemediated False WaitingForRemediation']);
    expect(world.fake.objects<Machine>(Machines)[1]?.status?.deprecated?.v1beta1?.conditions).toMatchObject([{ type: 'HealthCheckSucceeded', reason: 'UnhealthyNode', severity: 'Warning' }, { type: 'OwnerRemediated', status: 'False', reason: 'WaitingForRemediation', severity: 'Warning' }]);
    expect(world.healthCheck.status).toMatchObject({ expectedMachines: 2, currentHealthy: 1, remediationsAllowed: 1, targets: ['a', 'b'], observedGeneration: 1, deprecated: { v1beta1: { conditions: [{ type: 'RemediationAllowed', status: 'True' }] } } });
    expect(world.healthCheck.status?.conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason}`)).toEqual(['RemediationAllowed True RemediationAllowed', 'Paused False NotPaused']);
    expect(world.healthCheck.metadata).toMatchObject({ labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'uid-c' }] });
    expect(world.events).toEqual(['Normal Machine/b MachineMarkedUnhealthy: Machine ns/b has been marked as unhealthy by ns/mhc']);
    const metadata = 1;
    expect(world.fake.writes).toHaveLength(2 + metadata + 1);
  });

  test('nothing is written, and nothing said, a second time', async () => {
    const world = new World(aHealthCheck(), ...machines('a', 'b')).connect(aNode('a'), sick('b'));
    await world.reconcile();
    const before = world.fake.writes.length;
    await world.reconcile();
    expect([world.fake.writes.length, world.events]).toEqual([before, []]);
  });

  test('too many of them: Machines are told, owners are not called, users are warned', async () => {
    const world = new World(aHealthCheck({ remediation: { triggerIf: { unhealthyLessThanOrEqualTo: '40%' } } }), ...machines('a', 'b', 'c')).connect(aNode('a'), sick('b'), sick('c'));
    await world.reconcile();
    const message = 'Remediation is not allowed, the number of not started or unhealthy machines exceeds maxUnhealthy (total: 3, unhealthy: 2, maxUnhealthy: 40%)';
    expect([world.conditionsOf('b').slice(1), world.conditionsOf('c').slice(1)]).toEqual([[verdict], [verdict]]);
    expect(world.healthCheck.status).toMatchObject({ remediationsAllowed: 0, conditions: [{ type: 'RemediationAllowed', status: 'False', reason: 'TooManyUnhealthy', message }, {}] });
    expect(world.events).toEqual([`Warning MachineHealthCheck/mhc RemediationRestricted: ${message}`]);
  });

  test('recovered in time: the verdict is taken back, and what the owner says is the owner’s', async () => {
    const world = new World(aHealthCheck(), aCheckedMachine({ name: 'b', conditions: [aCondition('HealthCheckSucceeded', 'False'), aCondition('OwnerRemediated', 'False')] })).connect(aNode('b'));
    await world.reconcile();
    expect(world.conditionsOf('b')).toEqual(['Ready True Any', 'HealthCheckSucceeded True HealthCheckSucceeded', 'OwnerRemediated False Any']);
  });

  test('a request that fails for one Machine does not hold up the others', async () => {
    const world = new World(aHealthCheck(), ...machines('a', 'b')).connect(sick('a'), sick('b'));
    world.fake.failNext('patch', new ApiError('busy', { status: 503, reason: 'ServiceUnavailable' }), 'Machine');
    expect(await world.reconcile()).toMatchObject({ kind: 'error', retry: true });
    expect(world.conditionsOf('b')).toContain(verdict);
    expect(world.healthCheck.status).toMatchObject({ currentHealthy: 0 });
  });

  test('somebody who writes the same Machine at the same time makes it look again, quietly', async () => {
    const world = new World(aHealthCheck(), ...machines('a')).connect(sick('a'));
    world.fake.failNext('patch', new ApiError('changed', { status: 409, reason: 'Conflict' }), 'Machine');
    expect(await world.reconcile()).toMatchObject({ kind: 'conflict' });
  });
});

describe('which Machines, and when', () => {
  test('Machines of other labels, paused ones and those that users exempt do not count', async () => {
    const world = new World(
      aHealthCheck(),
      aCheckedMachine({ name: 'a' }),
      aCheckedMachine({ name: 'skipped', annotations: { 'cluster.x-k8s.io/skip-remediation': '' } }),
      aCheckedMachine({ name: 'paused', annotations: { 'cluster.x-k8s.io/paused': '' } }),
      aCheckedMachine({ name: 'unselected', labels: { 'cluster.x-k8s.io/deployment-name': 'x' } }),
      aCheckedMachine({ name: 'foreign', labels: { 'cluster.x-k8s.io/cluster-name': 'd' } }),
    ).connect(sick('a'), sick('skipped'), sick('paused'), sick('unselected'), sick('foreign'));
    await world.reconcile();
    expect(world.healthCheck.status).toMatchObject({ expectedMachines: 1, targets: ['a'] });
    expect(['skipped', 'paused', 'unselected', 'foreign'].flatMap((name) => world.conditionsOf(name).slice(1))).toEqual([]);
  });

  test('the next timeout wakes it, not a poll', async () => {
    const world = new World(aHealthCheck(), ...machines('a', 'b')).connect(aNode('a', 'False', 100), aNode('b', 'False', 200));
    expect(await world.reconcile()).toEqual({ kind: 'requeueAfter', afterMs: 101_000, reason: 'WaitingForTimeout' });
    expect(world.conditionsOf('b').slice(1)).toEqual([]);
  });

  test('a Node that is gone, and a Machine marked by its user', async () => {
    const world = new World(aHealthCheck(), aCheckedMachine({ name: 'a' }), aCheckedMachine({ name: 'b', annotations: { 'cluster.x-k8s.io/remediate-machine': '' } })).connect(aNode('b'));
    await world.reconcile();
    expect([world.conditionsOf('a')[1], world.conditionsOf('b')[1]]).toEqual(['HealthCheckSucceeded False NodeDeleted', 'HealthCheckSucceeded False HasRemediateAnnotation']);
  });

  test('nothing is said of Machines while the workload cluster does not answer', async () => {
    const world = new World(aHealthCheck(), ...machines('a'));
    world.workloadClusters.disconnect(clusterKey);
    expect(await world.reconcile()).toEqual({ kind: 'success' });
    expect(world.conditionsOf('a')).toEqual(['Ready True Any']);
    expect(world.healthCheck.status?.expectedMachines).toBeUndefined();
  });

  test('before the control plane is initialized no connection is needed', async () => {
    const world = new World(aRunningCluster([]), aHealthCheck(), aCheckedMachine({ name: 'a', node: null }));
    world.workloadClusters.disconnect(clusterKey);
    await world.reconcile();
    expect(world.healthCheck.status).toMatchObject({ expectedMachines: 1, currentHealthy: 0 });
  });

  test('a selector or range that nobody can read is an error that retrying does not help', async () => {
    const broken = new World(aHealthCheck({ selector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } }));
    expect(await broken.reconcile()).toMatchObject({ kind: 'error', retry: false });
    const backwards = new World(aHealthCheck({ remediation: { triggerIf: { unhealthyInRange: '[3-1]' } } }), ...machines('a')).connect(aNode('a'));
    expect(await backwards.reconcile()).toMatchObject({ kind: 'error', retry: false, error: { message: expect.stringContaining('[3-1]') } });
    expect([backwards.healthCheck.status?.expectedMachines, backwards.conditionsOf('a')]).toEqual([1, ['Ready True Any']]);
  });

  test('paused with its Cluster; waiting without one', async () => {
    const paused = new World({ ...aRunningCluster(), spec: { paused: true } } as KubeObject, aHealthCheck(), ...machines('a')).connect(sick('a'));
    await paused.reconcile();
    expect(paused.conditionsOf('a')).toEqual(['Ready True Any']);
    expect(paused.healthCheck.status?.conditions).toMatchObject([{ type: 'Paused', status: 'True' }]);
    const alone = new World(aHealthCheck());
    alone.fake.remove(Clusters, clusterKey);
    expect([await alone.reconcile(), alone.fake.writes]).toEqual([{ kind: 'success' }, []]);
  });
});

describe('remediation by somebody else', () => {
  const external = (triggerIf?: { unhealthyLessThanOrEqualTo: number }) => aHealthCheck({ remediation: { templateRef, ...(triggerIf ? { triggerIf } : {}) } });
  const repairs = (world: World): readonly UnstructuredObject[] => world.fake.objects(Repairs);

  test('a request named like the Machine and owned by it, made of the template; the owner is not called', async () => {
    const world = new World(external(), aRepairTemplate, ...machines('a', 'b')).connect(aNode('a'), sick('b'));
    expect(await world.reconcile()).toEqual({ kind: 'success' });
    expect(repairs(world)).toMatchObject([
      {
        apiVersion: 'remediation.example.org/v1',
        kind: 'Repair',
        metadata: {
          name: 'b',
          namespace: 'ns',
          labels: { 'cluster.x-k8s.io/cluster-name': 'c' },
          annotations: { 'cluster.x-k8s.io/cloned-from-name': 'repair', 'cluster.x-k8s.io/cloned-from-groupkind': 'RepairTemplate.remediation.example.org' },
          ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', name: 'b', uid: 'uid-b' }],
        },
        spec: { strategy: 'reboot' },
      },
    ]);
    expect(world.conditionsOf('b').slice(1)).toEqual([verdict, 'ExternallyRemediated False WaitingForRemediation']);
    expect(world.conditionsOf('a').slice(1)).toEqual(['HealthCheckSucceeded True HealthCheckSucceeded']);
    expect(new Set(world.watched)).toEqual(new Set(['Repair', 'RepairTemplate']));
  });

  test('a request is made once', async () => {
    const world = new World(external(), aRepairTemplate, ...machines('b')).connect(sick('b'));
    await world.reconcile();
    const before = world.fake.writes.length;
    await world.reconcile();
    expect([repairs(world).length, world.fake.writes.length]).toEqual([1, before]);
  });

  test('the request goes when the Machine is healthy', async () => {
    const [machine] = machines('b');
    if (!machine) throw new Error('no Machine');
    const world = new World(external(), aRepairTemplate, machine, aRepair(machine)).connect(aNode('b'));
    await world.reconcile();
    expect(repairs(world)).toEqual([]);
    expect(world.conditionsOf('b').slice(1)).toEqual(['HealthCheckSucceeded True HealthCheckSucceeded']);
  });

  test('a missing template is told by Machine and MachineHealthCheck; its creation repairs both', async () => {
    const world = new World(external(), ...machines('b')).connect(sick('b'));
    expect(await world.reconcile()).toEqual({ kind: 'success' });
    expect(world.conditionsOf('b').slice(1)).toEqual([verdict, 'ExternallyRemediated False RemediationTemplateNotFound']);
    expect(world.healthCheck.status?.deprecated?.v1beta1?.conditions).toMatchObject([{ type: 'ExternalRemediationTemplateAvailable', status: 'False', reason: 'ExternalRemediationTemplateNotFound', severity: 'Error', message: 'RepairTemplate ns/repair not found' }, {}]);
    world.fake.put(aRepairTemplate);
    await world.reconcile();
    expect(world.conditionsOf('b').slice(1)).toEqual([verdict, 'ExternallyRemediated False WaitingForRemediation']);
  });

  test('a kind that nobody installed is tried again: nothing would tell', async () => {
    const world = new World(external(), ...machines('b')).connect(sick('b'));
    world.fake.remove({ group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition', plural: 'customresourcedefinitions', namespaced: false }, { name: 'repairtemplates.remediation.example.org' });
    expect(await world.reconcile()).toMatchObject({ kind: 'error', retry: true, error: { code: 'ExternalKindNotFound' } });
    expect(world.conditionsOf('b')[2]).toBe('ExternallyRemediated False RemediationTemplateNotFound');
  });

  test('a request that is refused is told, and tried again; the other Machine has its request', async () => {
    const world = new World(external(), aRepairTemplate, ...machines('a', 'b')).connect(sick('a'), sick('b'));
    world.fake.failNext('create', new ApiError('repairs is forbidden', { status: 403, reason: 'Forbidden' }), 'Repair');
    expect(await world.reconcile()).toMatchObject({ kind: 'error', error: { message: 'repairs is forbidden' } });
    expect([world.conditionsOf('a')[2], world.conditionsOf('b')[2]]).toEqual(['ExternallyRemediated False RemediationRequestCreationFailed', 'ExternallyRemediated False WaitingForRemediation']);
    expect(world.healthCheck.status?.deprecated?.v1beta1?.conditions).toMatchObject([{ type: 'ExternalRemediationRequestAvailable', reason: 'ExternalRemediationRequestCreationFailed' }, {}]);
    await world.reconcile();
    expect(world.conditionsOf('a')[2]).toBe('ExternallyRemediated False WaitingForRemediation');
  });

  test('none while too many are unhealthy', async () => {
    const world = new World(external({ unhealthyLessThanOrEqualTo: 1 }), aRepairTemplate, ...machines('a', 'b')).connect(sick('a'), sick('b'));
    await world.reconcile();
    expect(repairs(world)).toEqual([]);
  });
});
