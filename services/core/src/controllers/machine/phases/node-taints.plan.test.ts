import type { MachineTaint, Taint } from '@clusterwright/api/core/v1beta2';
import { aNode } from '../machine.fixtures.ts';
import { planNodeTaints } from './node-taints.plan.ts';

const uninitialized: Taint = { key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' };
const outdated: Taint = { key: 'node.cluster.x-k8s.io/outdated-revision', effect: 'PreferNoSchedule' };
const foreign: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
const gpu: Taint = { key: 'gpu', value: 'a', effect: 'NoExecute' };
const always = { ...gpu, propagation: 'Always' } as MachineTaint;
const once = { ...gpu, propagation: 'OnInitialization' } as MachineTaint;

const cases: { name: string; why: string; taints?: Taint[]; tracked?: string; machineTaints?: MachineTaint[]; isOutdated?: boolean; want: { taints: Taint[]; tracking: string | undefined } }[] = [
  { name: 'uninitialized', why: 'labels come with the same patch', taints: [uninitialized, foreign], want: { taints: [foreign], tracking: undefined } },
  { name: 'outdated', why: 'new Pods should go elsewhere', isOutdated: true, want: { taints: [outdated], tracking: undefined } },
  { name: 'outdated before', why: 'the MachineSet is current again', taints: [outdated, foreign], want: { taints: [foreign], tracking: undefined } },
  { name: 'propagation on, no taints', why: 'the Node counts as initialized from now on', machineTaints: [], want: { taints: [], tracking: '' } },
  { name: 'an Always taint', why: 'it is set and owned', machineTaints: [always], want: { taints: [gpu], tracking: 'gpu:NoExecute' } },
  { name: 'an Always taint with another value on the Node', why: 'the Machine decides', taints: [{ ...gpu, value: 'b' }], machineTaints: [always], want: { taints: [gpu], tracking: 'gpu:NoExecute' } },
  { name: 'an Always taint that somebody removed', why: 'it comes back', tracked: 'gpu:NoExecute', machineTaints: [always], want: { taints: [gpu], tracking: 'gpu:NoExecute' } },
  { name: 'an Always taint dropped from the Machine', why: 'it was ours', taints: [gpu, foreign], tracked: 'gpu:NoExecute', machineTaints: [], want: { taints: [foreign], tracking: '' } },
  { name: 'an OnInitialization taint on a new Node', why: 'set once, not owned', machineTaints: [once], want: { taints: [gpu], tracking: '' } },
  { name: 'an OnInitialization taint on an initialized Node', why: 'somebody removed it on purpose', tracked: '', machineTaints: [once], want: { taints: [], tracking: '' } },
  { name: 'Always changed to OnInitialization', why: 'the taint stays and is disowned', taints: [gpu], tracked: 'gpu:NoExecute', machineTaints: [once], want: { taints: [gpu], tracking: '' } },
];

test.each(cases)('planNodeTaints: $name ($why)', ({ taints, tracked, machineTaints, isOutdated = false, want }) => {
  const annotations: Record<string, string> = tracked === undefined ? {} : { 'cluster.x-k8s.io/taints-from-machine': tracked };
  const node = aNode({ metadata: { name: 'n', annotations }, ...(taints ? { spec: { taints } } : {}) });
  expect(planNodeTaints({ node, machineTaints, isOutdated })).toEqual(want);
});
