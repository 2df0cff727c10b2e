import type { UnstructuredObject } from '@clusterwright/api';
import { isValidEndpoint } from './endpoint.ts';
import { failureOf } from './failures.ts';
import { infraClusterEndpoint, infraClusterFailureDomains, infraClusterProvisioned } from './infra-cluster.ts';

const infraCluster = (fields: { spec?: Record<string, unknown>; status?: Record<string, unknown> }): UnstructuredObject => ({ apiVersion: 'infrastructure.cluster.x-k8s.io/v1', kind: 'FooCluster', metadata: { name: 'foo' }, ...fields });

test.each([
  { contract: 'v1beta2', status: { initialization: { provisioned: true } }, want: true, why: 'CO-03' },
  { contract: 'v1beta2', status: { ready: true }, want: false, why: 'the field of the older contract means nothing in the newer one' },
  { contract: 'v1beta1', status: { ready: true }, want: true, why: 'CO-03 of the older contract' },
  { contract: 'v1beta2', status: undefined, want: false, why: 'nothing reported is not provisioned' },
] as const)('provisioned, contract $contract, $status → $want ($why)', ({ contract, status, want }) => {
  expect(infraClusterProvisioned(infraCluster(status ? { status } : {}), contract)).toBe(want);
});

test('a wrong type is an error that names object and path', () => {
  const object = infraCluster({ status: { initialization: { provisioned: 'yes' } } });
  expect(() => infraClusterProvisioned(object, 'v1beta2')).toThrow(expect.objectContaining({ code: 'Contract', message: expect.stringContaining('.status.initialization.provisioned from FooCluster foo') }));
});

test.each([
  { name: 'absent', endpoint: undefined, want: undefined, valid: false },
  { name: 'zero values', endpoint: { host: '', port: 0 }, want: undefined, valid: false },
  { name: 'half', endpoint: { host: '1.2.3.4' }, want: { host: '1.2.3.4', port: 0 }, valid: false },
  { name: 'whole', endpoint: { host: '1.2.3.4', port: 6443 }, want: { host: '1.2.3.4', port: 6443 }, valid: true },
])('endpoint: $name', ({ endpoint, want, valid }) => {
  const found = infraClusterEndpoint(infraCluster(endpoint ? { spec: { controlPlaneEndpoint: endpoint } } : {}));
  expect(found).toEqual(want);
  expect(isValidEndpoint(found)).toBe(valid);
});

test.each([
  { name: 'a list, sorted by name', contract: 'v1beta2', failureDomains: [{ name: 'b', controlPlane: true }, { name: 'a', attributes: { zone: '1' } }], want: [{ name: 'a', controlPlane: false, attributes: { zone: '1' } }, { name: 'b', controlPlane: true }] },
  { name: 'a map, sorted by key', contract: 'v1beta1', failureDomains: { b: { controlPlane: true }, a: { controlPlane: false, attributes: {} } }, want: [{ name: 'a', controlPlane: false }, { name: 'b', controlPlane: true }] },
  { name: 'nothing', contract: 'v1beta2', failureDomains: undefined, want: undefined },
] as const)('failure domains: $name', ({ contract, failureDomains, want }) => {
  expect(infraClusterFailureDomains(infraCluster({ status: { failureDomains } }), contract)).toEqual(want);
});

test('terminal failures of the older contract', () => {
  expect(failureOf(infraCluster({ status: { failureReason: 'Quota', failureMessage: 'no more' } }))).toEqual({ reason: 'Quota', message: 'no more' });
  expect(failureOf(infraCluster({ status: {} }))).toBeUndefined();
});
