import { validateCluster } from './cluster.validation.ts';
import type { Cluster, ClusterSpec } from './cluster.schema.ts';

const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevCluster', name: 'i' };
const controlPlaneRef = { apiGroup: 'controlplane.cluster.x-k8s.io', kind: 'KubeadmControlPlane', name: 'cp' };

function aCluster(spec: ClusterSpec, name = 'c'): Cluster {
  return { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name, namespace: 'n' }, spec };
}

interface Case {
  readonly name: string;
  readonly why: string;
  readonly next: Cluster;
  readonly previous?: Cluster;
  readonly want: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'both references', why: 'the usual Cluster', next: aCluster({ infrastructureRef, controlPlaneRef }), want: [] },
  { name: 'only infrastructure', why: 'a control plane may come from elsewhere', next: aCluster({ infrastructureRef }), want: [] },
  { name: 'only a control plane', why: 'infrastructure may come from elsewhere', next: aCluster({ controlPlaneRef }), want: [] },
  { name: 'no reference', why: 'nothing would ever happen', next: aCluster({ paused: true }), want: ['spec'] },
  { name: 'a name that is no label value', why: 'the name labels every object of the cluster', next: aCluster({ infrastructureRef }, 'a'.repeat(64)), want: ['metadata.name'] },
  { name: 'an address block', why: 'IPv4 and IPv6 may be mixed', next: aCluster({ infrastructureRef, clusterNetwork: { pods: { cidrBlocks: ['10.0.0.0/8', 'fd00::/48'] } } }), want: [] },
  {
    name: 'what is no address block',
    why: 'kube-proxy and the CNI would fail later',
    next: aCluster({ infrastructureRef, clusterNetwork: { pods: { cidrBlocks: ['10.0.0.0/8', 'x'] }, services: { cidrBlocks: ['10.0.0.0/40'] } } }),
    want: ['spec.clusterNetwork.pods.cidrBlocks[1]', 'spec.clusterNetwork.services.cidrBlocks[0]'],
  },
  { name: 'a removed infrastructure reference', why: 'its objects would be orphans', next: aCluster({ controlPlaneRef }), previous: aCluster({ infrastructureRef, controlPlaneRef }), want: ['spec.infrastructureRef'] },
  { name: 'a removed control plane reference', why: 'its objects would be orphans', next: aCluster({ infrastructureRef }), previous: aCluster({ infrastructureRef, controlPlaneRef }), want: ['spec.controlPlaneRef'] },
  { name: 'an added reference', why: 'a Cluster may grow', next: aCluster({ infrastructureRef, controlPlaneRef }), previous: aCluster({ infrastructureRef }), want: [] },
  { name: 'a topology', why: 'nobody would reconcile it', next: aCluster({ topology: { classRef: { name: 'k' }, version: 'v1.36.3' } }), want: ['spec.topology'] },
  {
    name: 'a removed topology',
    why: 'the objects it made have no other owner',
    next: aCluster({ infrastructureRef }),
    previous: aCluster({ infrastructureRef, topology: { classRef: { name: 'k' }, version: 'v1.36.3' } }),
    want: ['spec.topology'],
  },
];

test.each(cases)('validateCluster: $name → $want ($why)', ({ next, previous, want }) => {
  expect(validateCluster(next, previous).map(({ field }) => field)).toEqual(want);
});
