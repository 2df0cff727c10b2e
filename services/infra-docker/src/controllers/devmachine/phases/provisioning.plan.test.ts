import { isComplete, nextStartMs, planProvisioning, startBlockedBy, withFailures } from './provisioning.plan.ts';
import type { ComponentStates, ProvisioningInput } from './provisioning.plan.ts';

const ready: ProvisioningInput = {
  isControlPlane: true, clusterInfrastructureProvisioned: true, controlPlaneInitialized: true, hasBootstrapData: true,
  times: { vm: 100, node: 200, etcd: 300, apiServer: 400 }, nowMs: 1000,
};

describe('startBlockedBy', () => {
  test.each([
    { name: 'everything is there', why: 'nothing to wait for', change: {}, want: undefined },
    { name: 'no infrastructure', why: 'it comes first, whatever else is missing', change: { clusterInfrastructureProvisioned: false, hasBootstrapData: false }, want: 'WaitingForClusterInfrastructureReady' },
    { name: 'a worker before the control plane', why: 'its bootstrap data cannot come before', change: { isControlPlane: false, controlPlaneInitialized: false, hasBootstrapData: false }, want: 'WaitingForControlPlaneInitialized' },
    { name: 'a worker with bootstrap data before the control plane', why: 'data given by a user is enough', change: { isControlPlane: false, controlPlaneInitialized: false }, want: undefined },
    { name: 'a worker without bootstrap data', why: 'the control plane is there', change: { isControlPlane: false, hasBootstrapData: false }, want: 'WaitingForBootstrapData' },
    { name: 'the first control plane machine', why: 'it is what initializes the control plane', change: { controlPlaneInitialized: false, hasBootstrapData: false }, want: 'WaitingForBootstrapData' },
  ])('$name → $want ($why)', ({ change, want }) => {
    expect(startBlockedBy({ ...ready, ...change })).toBe(want);
  });
});

describe('planProvisioning', () => {
  const startup = 'WaitingForStartupTimeout';
  test.each([
    { name: 'blocked', change: { hasBootstrapData: false }, want: { vm: 'WaitingForBootstrapData', node: 'WaitingForVMProvisioned', etcd: 'WaitingForVMProvisioned', apiServer: 'WaitingForVMProvisioned' } },
    { name: 'not started yet', change: { times: undefined }, want: { vm: startup, node: 'WaitingForVMProvisioned', etcd: 'WaitingForVMProvisioned', apiServer: 'WaitingForVMProvisioned' } },
    { name: 'before the VM', change: { nowMs: 99 }, want: { vm: startup, node: 'WaitingForVMProvisioned', etcd: 'WaitingForVMProvisioned', apiServer: 'WaitingForVMProvisioned' } },
    { name: 'at the VM, to the millisecond', change: { nowMs: 100 }, want: { vm: 'up', node: startup, etcd: 'WaitingForNodeProvisioned', apiServer: 'WaitingForNodeProvisioned' } },
    { name: 'at the node', change: { nowMs: 200 }, want: { vm: 'up', node: 'up', etcd: startup, apiServer: startup } },
    { name: 'at etcd', change: { nowMs: 300 }, want: { vm: 'up', node: 'up', etcd: 'up', apiServer: startup } },
    { name: 'an API server that is faster than etcd', change: { nowMs: 300, times: { vm: 100, node: 200, etcd: 400, apiServer: 300 } }, want: { vm: 'up', node: 'up', etcd: startup, apiServer: 'up' } },
    { name: 'at the end', change: {}, want: { vm: 'up', node: 'up', etcd: 'up', apiServer: 'up' } },
    { name: 'a worker on the way', change: { isControlPlane: false, nowMs: 150 }, want: { vm: 'up', node: startup } },
    { name: 'a worker that waits', change: { isControlPlane: false, clusterInfrastructureProvisioned: false }, want: { vm: 'WaitingForClusterInfrastructureReady', node: 'WaitingForVMProvisioned' } },
    { name: 'a worker at the end', change: { isControlPlane: false }, want: { vm: 'up', node: 'up' } },
  ])('$name', ({ change, want }) => {
    expect(planProvisioning({ ...ready, ...change })).toEqual(want);
  });
});

describe('nextStartMs', () => {
  const times = { vm: 100, node: 200, etcd: 400, apiServer: 300 };
  test.each([
    { name: 'the VM alone, though the others come later', nowMs: 40, want: 60 },
    { name: 'the sooner of etcd and API server', nowMs: 250, want: 50 },
    { name: 'what is left', nowMs: 350, want: 50 },
    { name: 'nothing when all are up', nowMs: 400, want: undefined },
  ])('$name', ({ nowMs, want }) => {
    expect(nextStartMs(planProvisioning({ ...ready, times, nowMs }), times, nowMs)).toBe(want);
  });

  test('nothing while the machine waits for something else than time', () => {
    expect(nextStartMs(planProvisioning({ ...ready, hasBootstrapData: false }), times, 0)).toBeUndefined();
    expect(nextStartMs(planProvisioning({ ...ready, times: undefined }), undefined, 0)).toBeUndefined();
  });
});

describe('isComplete and withFailures', () => {
  const up: ComponentStates = { vm: 'up', node: 'up', etcd: 'up', apiServer: 'up' };
  test.each([
    { name: 'all up', states: up, failures: {}, want: true },
    { name: 'a worker', states: { vm: 'up', node: 'up' } satisfies ComponentStates, failures: {}, want: true },
    { name: 'etcd to come', states: { ...up, etcd: 'WaitingForStartupTimeout' } satisfies ComponentStates, failures: {}, want: false },
    { name: 'etcd failed', states: up, failures: { etcd: 'no key' }, want: false },
    { name: 'API server failed', states: up, failures: { apiServer: 'no port' }, want: false },
  ])('$name → $want', ({ states, failures, want }) => {
    expect(isComplete(withFailures(states, failures))).toBe(want);
  });

  test('a failure takes the place of that component alone', () => {
    expect(withFailures(up, { etcd: 'no key' })).toEqual({ ...up, etcd: 'InternalError' });
  });
});
