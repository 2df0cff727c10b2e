import type { KubeObject } from '@clusterwright/api';
import { aControlPlane, now } from '../kubeadmcontrolplane.fixtures.ts';
import { planOrphans } from './orphans.plan.ts';

const own = { apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlane', name: 'cp', uid: 'cp-uid' };
const aMade = (over: Partial<KubeObject['metadata']> = {}): KubeObject => ({
  apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
  kind: 'DevMachine',
  metadata: { name: 'cp-1', namespace: 'ns', creationTimestamp: '2026-11-21T11:59:00Z', ownerReferences: [own], ...over },
});

const cases = [
  { name: 'no Machine of its name', why: 'the process ended before it made the Machine', object: aMade(), machines: [], want: { orphans: 1, lookAgainMs: undefined } },
  { name: 'a Machine of its name', why: 'it will take the object over', object: aMade(), machines: ['cp-1'], want: { orphans: 0, lookAgainMs: undefined } },
  { name: 'made a moment ago', why: 'the Machine may be on its way', object: aMade({ creationTimestamp: '2026-11-21T11:59:55Z' }), machines: [], want: { orphans: 0, lookAgainMs: 30_000 } },
  { name: 'owned by a Machine', why: 'it goes with the Machine', object: aMade({ ownerReferences: [{ ...own, kind: 'Machine', uid: 'm-uid' }] }), machines: [], want: { orphans: 0, lookAgainMs: undefined } },
  { name: 'made by another control plane', why: 'it is not ours', object: aMade({ ownerReferences: [{ ...own, uid: 'other' }] }), machines: [], want: { orphans: 0, lookAgainMs: undefined } },
  { name: 'already being deleted', why: 'once is enough', object: aMade({ deletionTimestamp: '2026-11-21T11:59:59Z' }), machines: [], want: { orphans: 0, lookAgainMs: undefined } },
];
test.each(cases)('planOrphans: $name ($why)', ({ object, machines, want }) => {
  const plan = planOrphans({ controlPlane: aControlPlane(), machineNames: new Set(machines), objects: [object], now });
  expect({ orphans: plan.orphans.length, lookAgainMs: plan.lookAgainMs }).toEqual(want);
});
