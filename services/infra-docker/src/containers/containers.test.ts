import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { addressesOf, ipFamilyOf } from './ip-family.ts';
import { belongsTo, containerLabels, machineContainerName } from './container-names.ts';
import { nodeImageFor } from './node-image.ts';

test.each([
  { machine: 'cp-abc', want: 'k-cp-abc' },
  { machine: 'k-cp-abc', want: 'k-cp-abc' },
  { machine: 'kind', want: 'kind' },
])('the container of machine $machine of cluster k is $want', ({ machine, want }) => {
  expect(machineContainerName('k', machine)).toBe(want);
});

test.each([
  { name: 'ours', labels: containerLabels({ cluster: { namespace: 'ns', name: 'k' }, role: 'worker' }), want: true },
  { name: 'of upstream, without a namespace', labels: { 'io.x-k8s.kind.cluster': 'k' }, want: true },
  { name: 'of the same name elsewhere', labels: containerLabels({ cluster: { namespace: 'other', name: 'k' }, role: 'worker' }), want: false },
  { name: 'of another cluster', labels: containerLabels({ cluster: { namespace: 'ns', name: 'l' }, role: 'worker' }), want: false },
  { name: 'of somebody who knows no clusters', labels: {}, want: false },
])('a container $name belongs to the cluster: $want', ({ labels, want }) => {
  expect(belongsTo({ labels }, { namespace: 'ns', name: 'k' })).toBe(want);
});

const digest = 'sha256:3489c7674813ba5d8b1a9977baea8a6e553784dab7b84759d1014dbd78f7ebd5';
test.each([
  { name: 'one that kind published', version: 'v1.36.1', custom: undefined, want: [`kindest/node:v1.36.1@${digest}`, 'kindest/node:v1.36.1'] },
  { name: 'one that it did not', version: 'v1.36.3', custom: undefined, want: ['kindest/node:v1.36.3'] },
  { name: 'an early one', version: 'v1.36.1-rc.0', custom: undefined, want: ['kindest/node:v1.36.1-rc.0'] },
  { name: 'one with build metadata', version: 'v1.37.0-alpha.1+abc', custom: undefined, want: ['kindest/node:v1.37.0-alpha.1_abc'] },
  { name: 'a custom image', version: undefined, custom: 'mine:1', want: ['mine:1'] },
])('nodeImageFor: $name', ({ version, custom, want }) => {
  expect(nodeImageFor(version, custom)).toEqual(want);
});

test.each([
  { version: undefined, message: 'the Machine has no version, and no customImage is given' },
  { version: 'latest', message: '"latest" is no Kubernetes version' },
])('nodeImageFor refuses version $version', ({ version, message }) => {
  expect(() => nodeImageFor(version, undefined)).toThrow(expect.objectContaining({ code: 'Terminal', message }));
});

const aCluster = (pods: string[], services: string[]): Cluster => ({
  apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'k' },
  spec: { clusterNetwork: { ...(pods.length > 0 && { pods: { cidrBlocks: pods } }), ...(services.length > 0 && { services: { cidrBlocks: services } }) } },
});
const [v4, v6] = ['10.0.0.0/16', 'fd00::/48'];
test.each([
  { pods: [], services: [], want: 'IPv4' },
  { pods: [v6], services: [], want: 'IPv6' },
  { pods: [], services: [v6], want: 'IPv6' },
  { pods: [v4, v6], services: [v4, v6], want: 'DualStack' },
  { pods: [v6, v4], services: [v4], want: 'DualStack' },
])('pods $pods and services $services make a cluster of $want', ({ pods, services, want }) => {
  expect(ipFamilyOf(aCluster(pods, services))).toBe(want);
});

test.each([
  { name: 'different families', pods: [v4], services: [v6], message: /different IP families/ },
  { name: 'too many', pods: [v4, v6, v4], services: [], message: /more than two ranges/ },
  { name: 'no range', pods: ['10.0.0.0'], services: [], message: /"10.0.0.0" is no range/ },
])('ipFamilyOf refuses $name', ({ pods, services, message }) => {
  expect(() => ipFamilyOf(aCluster(pods, services))).toThrow(expect.objectContaining({ code: 'Terminal', message: expect.stringMatching(message) }));
});

test('addresses of a container follow the family of its cluster', () => {
  const container = { id: 'i', name: 'n', image: 'x', state: 'running', labels: {}, ipv4: '10.0.0.2', ipv6: 'fd00::2' } as const;
  expect([addressesOf(container, 'IPv4'), addressesOf(container, 'IPv6'), addressesOf(container, 'DualStack')]).toEqual([['10.0.0.2'], ['fd00::2'], ['10.0.0.2', 'fd00::2']]);
  expect(addressesOf({ ...container, ipv4: undefined }, 'IPv4')).toEqual([]);
});
