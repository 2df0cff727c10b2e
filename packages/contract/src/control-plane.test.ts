import type { UnstructuredObject } from '@clusterwright/api';
import {
  controlPlaneCurrentVersion,
  controlPlaneInitialized,
  controlPlaneReplicas,
  controlPlaneStatusVersions,
  isControlPlaneProvisioning,
  isControlPlaneScaling,
  isControlPlaneUpgrading,
} from './control-plane.ts';
import { machineTemplateInfrastructureRef, machineTemplateMetadata } from './control-plane-machine-template.ts';

const controlPlane = (spec: Record<string, unknown>, status: Record<string, unknown> = {}): UnstructuredObject => ({ apiVersion: 'controlplane.cluster.x-k8s.io/v1', kind: 'FooControlPlane', metadata: { name: 'foo' }, spec, status });
const settled = { replicas: 3, readyReplicas: 3, availableReplicas: 3, upToDateReplicas: 3 };

test('initialized by both contracts', () => {
  expect(controlPlaneInitialized(controlPlane({}, { initialization: { controlPlaneInitialized: true } }), 'v1beta2')).toBe(true);
  expect(controlPlaneInitialized(controlPlane({}, { initialized: true }), 'v1beta1')).toBe(true);
  expect(controlPlaneInitialized(controlPlane({}, { initialized: true }), 'v1beta2')).toBe(false);
});

test('replicas of the older contract: available is what is desired and not unavailable', () => {
  const object = controlPlane({ replicas: 3 }, { replicas: 3, readyReplicas: 2, updatedReplicas: 1, unavailableReplicas: 1 });
  expect(controlPlaneReplicas(object, 'v1beta1')).toEqual({ desired: 3, current: 3, ready: 2, available: 2, upToDate: 1 });
});

test.each([
  { name: 'settled', spec: { replicas: 3 }, status: settled, contract: 'v1beta2', want: false },
  { name: 'one not ready', spec: { replicas: 3 }, status: { ...settled, readyReplicas: 2 }, contract: 'v1beta2', want: true },
  { name: 'one too many', spec: { replicas: 3 }, status: { ...settled, replicas: 4 }, contract: 'v1beta2', want: true },
  { name: 'no status', spec: { replicas: 3 }, status: {}, contract: 'v1beta2', want: true },
  { name: 'older contract without unavailableReplicas', spec: { replicas: 3 }, status: { replicas: 3, readyReplicas: 3, updatedReplicas: 3 }, contract: 'v1beta1', want: false },
  { name: 'older contract, one unavailable', spec: { replicas: 3 }, status: { replicas: 3, readyReplicas: 3, updatedReplicas: 3, unavailableReplicas: 1 }, contract: 'v1beta1', want: true },
] as const)('scaling: $name → $want', ({ spec, status, contract, want }) => {
  expect(isControlPlaneScaling(controlPlane(spec, status), contract)).toBe(want);
});

test.each([
  { name: 'nothing runs yet', status: {}, want: false },
  { name: 'all at the version', status: { versions: [{ version: 'v1.36.3', replicas: 3 }] }, want: false },
  { name: 'one behind', status: { versions: [{ version: 'v1.35.0', replicas: 1 }, { version: 'v1.36.3', replicas: 2 }] }, want: true },
  { name: 'one behind, without replicas', status: { versions: [{ version: 'v1.35.0' }, { version: 'v1.36.3' }] }, want: true },
  { name: 'another build', status: { versions: [{ version: 'v1.36.3+abc' }] }, want: false },
  { name: 'ahead', status: { versions: [{ version: 'v1.37.0' }] }, want: false },
  { name: 'the single version of older providers', status: { version: 'v1.35.0' }, want: true },
  { name: 'an empty single version', status: { version: '' }, want: false },
])('upgrading: $name → $want', ({ status, want }) => {
  expect(isControlPlaneUpgrading(controlPlane({ version: 'v1.36.3' }, status))).toBe(want);
});

test('a desired build that differs in words counts as an upgrade', () => {
  expect(isControlPlaneUpgrading(controlPlane({ version: 'v1.36.3+new' }, { versions: [{ version: 'v1.36.3+old' }] }))).toBe(true);
});

test('provisioning ends with the first version reported, and the lowest one is current', () => {
  expect(isControlPlaneProvisioning(controlPlane({}))).toBe(true);
  const running = controlPlane({}, { version: 'v1.36.3', versions: [{ version: 'v1.35.0', replicas: 1 }, { version: 'v1.36.3', replicas: 1 }] });
  expect([isControlPlaneProvisioning(running), controlPlaneCurrentVersion(running)]).toEqual([false, 'v1.35.0']);
});

test.each([
  { name: 'a wrong order', versions: [{ version: 'v1.36.3' }, { version: 'v1.35.0' }] },
  { name: 'negative replicas', versions: [{ version: 'v1.36.3', replicas: -1 }] },
])('status.versions with $name is an error', ({ versions }) => {
  expect(() => controlPlaneStatusVersions(controlPlane({}, { versions }))).toThrow(expect.objectContaining({ code: 'Contract', message: expect.stringContaining('.status.versions from FooControlPlane foo') }));
});

test('the machine template of both contracts', () => {
  const newer = controlPlane({ machineTemplate: { metadata: { labels: { a: 'b' } }, spec: { infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'FooMachineTemplate', name: 't' } } } });
  const older = controlPlane({ machineTemplate: { infrastructureRef: { apiVersion: 'infrastructure.cluster.x-k8s.io/v1', kind: 'FooMachineTemplate', name: 't', namespace: 'default' } } });
  const want = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'FooMachineTemplate', name: 't' };
  expect([machineTemplateInfrastructureRef(newer, 'v1beta2'), machineTemplateInfrastructureRef(older, 'v1beta1')]).toEqual([want, want]);
  expect(machineTemplateMetadata(newer)).toEqual({ labels: { a: 'b' }, annotations: {} });
});
