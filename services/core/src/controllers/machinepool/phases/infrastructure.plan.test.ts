import { FooMachinePools, aMachinePool, found, readyInfra } from '../machinepool.fixtures.ts';
import { planInfrastructure, type InfrastructurePlan } from './infrastructure.plan.ts';

const infra = (spec: Record<string, unknown>, status: Record<string, unknown>) => found(FooMachinePools, { spec, status });
const provisioned = { initialization: { provisioned: true } };
const managed = aMachinePool({ metadata: { annotations: { 'cluster.x-k8s.io/replicas-managed-by': '' } } });
const learnedOf = (plan: InfrastructurePlan): unknown => ('learned' in plan ? [plan.learned.spec.providerIDList, plan.learned.status?.replicas, plan.learned.status?.initialization?.infrastructureProvisioned, plan.learned.spec.replicas] : undefined);
const known = aMachinePool({ spec: { providerIDList: ['a'] }, status: { replicas: 1, initialization: { infrastructureProvisioned: true } } });

test.each([
  { name: 'instances', why: 'which and how many is known', machinePool: aMachinePool(), infraMachinePool: infra({ providerIDList: ['a', 'b'] }, { ...provisioned, replicas: 2 }), want: ['learn', [['a', 'b'], 2, true, 2]] },
  { name: 'a pool that is only ready', why: 'most providers say it in the older way', machinePool: aMachinePool(), infraMachinePool: infra({ providerIDList: ['a'] }, { ready: true, replicas: 1 }), want: ['learn', [['a'], 1, true, 2]] },
  { name: 'a pool that is not provisioned', why: 'nothing of it counts yet', machinePool: aMachinePool(), infraMachinePool: infra({ providerIDList: ['a'] }, { replicas: 1 }), want: ['waitForProvisioning', [undefined, undefined, false, 2]] },
  { name: 'a pool that is not provisioned any more', why: 'what was known stays', machinePool: known, infraMachinePool: infra({ providerIDList: ['b'] }, {}), want: ['waitForProvisioning', [['a'], 1, false, 2]] },
  { name: 'replicas without IDs', why: 'no Node may be deleted for that', machinePool: known, infraMachinePool: infra({}, { ...provisioned, replicas: 1 }), want: ['waitForProviderIDs', [['a'], 1, true, 2]] },
  { name: 'an instance without an ID', why: 'it gets one later, and the list takes none that is empty', machinePool: aMachinePool(), infraMachinePool: infra({ providerIDList: ['a', ''] }, { ...provisioned, replicas: 2 }), want: ['learn', [['a'], 2, true, 2]] },
  { name: 'no replicas', why: 'zero is a number', machinePool: known, infraMachinePool: infra({}, { ...provisioned, replicas: 0 }), want: ['learn', [[], 0, true, 2]] },
  { name: 'a pool that goes', why: 'nothing of it is news', machinePool: known, infraMachinePool: found(FooMachinePools, { ...readyInfra, metadata: { deletionTimestamp: '2026-11-21T11:00:00Z' } }), want: ['learn', [['a'], 1, true, 2]] },
  { name: 'no pool yet', why: 'a watch tells when it comes', machinePool: aMachinePool(), infraMachinePool: { kind: 'notFound' }, want: ['waitForInfraMachinePool', undefined] },
  { name: 'no pool any more', why: 'nobody can bring it back', machinePool: known, infraMachinePool: { kind: 'notFound' }, want: ['reportLost', [['a'], 1, true, 2]] },
  { name: 'an autoscaler elsewhere', why: 'whoever scales writes the replicas', machinePool: managed, infraMachinePool: infra({ replicas: 5, providerIDList: ['a'] }, { ...provisioned, replicas: 1 }), want: ['learn', [['a'], 1, true, 2]] },
] as const)('planInfrastructure: $name → $want ($why)', ({ machinePool, infraMachinePool, want }) => {
  const plan = planInfrastructure({ machinePool, infraMachinePool });
  expect([plan.step, learnedOf(plan)]).toEqual(want);
});

test('other instances make what was known of Nodes void, the same ones do not', () => {
  const deprecated = { v1beta1: { readyReplicas: 2, availableReplicas: 2 } };
  const machinePool = aMachinePool({ spec: { providerIDList: ['a', 'b'] }, status: { replicas: 2, deprecated } });
  const countsWith = (...providerIDList: string[]) => {
    const plan = planInfrastructure({ machinePool, infraMachinePool: infra({ providerIDList }, { ...provisioned, replicas: 2 }) });
    return 'learned' in plan ? plan.learned.status?.deprecated?.v1beta1 : undefined;
  };
  expect(countsWith('a', 'b')).toEqual(deprecated.v1beta1);
  expect(countsWith('a', 'c')).toEqual({ readyReplicas: 0, availableReplicas: 0, unavailableReplicas: 2 });
});

test('a pool that vanished is a failure in the older API', () => {
  const plan = planInfrastructure({ machinePool: known, infraMachinePool: { kind: 'notFound' } });
  expect('learned' in plan && plan.learned.status?.deprecated?.v1beta1).toEqual({ failureReason: 'InvalidConfiguration', failureMessage: 'MachinePool infrastructure resource FooMachinePool ns/p has been deleted after being ready' });
});
