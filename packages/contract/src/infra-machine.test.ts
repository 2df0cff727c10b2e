import type { UnstructuredObject } from '@clusterwright/api';
import { bootstrapConfigDataSecretCreated, bootstrapConfigDataSecretName } from './bootstrap-config.ts';
import { infraMachineAddresses, infraMachineFailureDomain, infraMachineInterruptible, infraMachineProviderID, infraMachineProvisioned } from './infra-machine.ts';
import { infraMachinePoolProviderIDs, infraMachinePoolProvisioned, infraMachinePoolReplicas } from './infra-machine-pool.ts';

const machine = (spec: Record<string, unknown>, status: Record<string, unknown> = {}): UnstructuredObject => ({ apiVersion: 'infrastructure.cluster.x-k8s.io/v1', kind: 'FooMachine', metadata: { name: 'foo' }, spec, status });

test('the failure domain in status is preferred to the deprecated one in spec', () => {
  expect(infraMachineFailureDomain(machine({ failureDomain: 'old' }, { failureDomain: 'real' }))).toBe('real');
  expect(infraMachineFailureDomain(machine({ failureDomain: 'old' }))).toBe('old');
  expect(infraMachineFailureDomain(machine({}))).toBeUndefined();
});

test('provider ID, addresses, interruptible', () => {
  const found = machine({ providerID: 'foo:///1' }, { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }], interruptible: true });
  expect([infraMachineProviderID(found), infraMachineAddresses(found), infraMachineInterruptible(found)]).toEqual(['foo:///1', [{ type: 'InternalIP', address: '10.0.0.1' }], true]);
  expect([infraMachineProviderID(machine({ providerID: '' })), infraMachineAddresses(machine({})), infraMachineInterruptible(machine({}))]).toEqual([undefined, undefined, false]);
});

test('an address without type is an error of the provider', () => {
  expect(() => infraMachineAddresses(machine({}, { addresses: [{ address: '10.0.0.1' }] }))).toThrow(expect.objectContaining({ code: 'Contract' }));
});

test('provisioned and data secret created are elsewhere in the older contract', () => {
  const older = machine({}, { ready: true });
  expect([infraMachineProvisioned(older, 'v1beta1'), infraMachineProvisioned(older, 'v1beta2')]).toEqual([true, false]);
  expect([bootstrapConfigDataSecretCreated(older, 'v1beta1'), bootstrapConfigDataSecretCreated(machine({}, { initialization: { dataSecretCreated: true } }), 'v1beta2')]).toEqual([true, true]);
  expect(bootstrapConfigDataSecretName(machine({}, { dataSecretName: 's' }))).toBe('s');
});

test('machine pools', () => {
  const pool = machine({ providerIDList: ['a', 'b'] }, { replicas: 2 });
  expect([infraMachinePoolProviderIDs(pool), infraMachinePoolReplicas(pool)]).toEqual([['a', 'b'], 2]);
});

test('pools of either contract may say that they are ready in the way of the older one', () => {
  const older = machine({}, { ready: true });
  const newer = machine({}, { initialization: { provisioned: true } });
  expect([infraMachinePoolProvisioned(older, 'v1beta1'), infraMachinePoolProvisioned(older, 'v1beta2'), infraMachinePoolProvisioned(newer, 'v1beta2')]).toEqual([true, true, true]);
  expect([infraMachinePoolProvisioned(newer, 'v1beta1'), infraMachinePoolProvisioned(machine({}, { ready: false }), 'v1beta2')]).toEqual([false, false]);
});
