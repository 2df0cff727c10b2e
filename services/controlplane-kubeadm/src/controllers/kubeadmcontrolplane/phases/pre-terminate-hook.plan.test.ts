import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { Health } from '../health/health.plan.ts';
import { aCondition, aControlPlane, aMember, anEtcdMember, healthConditions, type MachineOptions } from '../kubeadmcontrolplane.fixtures.ts';
import { planPreTerminateHook, type PreTerminateInput } from './pre-terminate-hook.plan.ts';

const hook = 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup';
const waiting = aCondition('Deleting', 'True', { reason: 'WaitingForPreTerminateHook' });
const leaving = (name: string, { conditions = healthConditions(), ...options }: MachineOptions = {}) => aMember(name, { deleting: true, conditions: [...conditions, waiting], ...options });
const members = ['a', 'b', 'c'].map((name) => anEtcdMember(name));
const etcd: Health['etcd'] = { members, alarms: [], leader: anEtcdMember('a') };
const input = (over: Partial<PreTerminateInput> = {}): PreTerminateInput => ({ controlPlane: aControlPlane(), machines: [leaving('a'), aMember('b'), aMember('c')], etcd, nodeNameByProviderID: () => undefined, ...over });
const sick = { conditions: healthConditions({ EtcdMemberHealthy: 'False' }) };
const broken = { conditions: healthConditions({ APIServerPodHealthy: 'False' }) };
const otherHook = { metadata: { annotations: { [hook]: '', 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/mine': '' } as NonNullable<Machine['metadata']['annotations']> } };
const external = aControlPlane({ spec: { kubeadmConfigSpec: { clusterConfiguration: { etcd: { external: { endpoints: ['https://e'], caFile: 'a', certFile: 'b', keyFile: 'c' } } } } } });

const cases = [
  { name: 'nothing deleting', why: 'nothing to do', given: input({ machines: [aMember('a')] }), want: { step: 'done' } },
  { name: 'drained, the rest healthy', why: 'its member leaves, then it goes', given: input(), want: { step: 'release', member: { name: 'a' }, forwardLeadership: true } },
  { name: 'one is going already', why: 'one at a time', given: input({ machines: [leaving('a', { metadata: { annotations: {} } }), leaving('b'), aMember('c')] }), want: { step: 'wait', reason: 'WaitingForMachineDeletion' } },
  { name: 'still draining', why: 'Pods there may need the API', given: input({ machines: [aMember('a', { deleting: true }), aMember('b'), aMember('c')] }), want: { step: 'wait', reason: 'WaitingForDrain' } },
  { name: 'another hook', why: 'ours comes last', given: input({ machines: [leaving('a', otherHook), aMember('b'), aMember('c')] }), want: { step: 'wait', reason: 'WaitingForOtherPreTerminateHooks' } },
  { name: 'another hook before 1.31', why: 'kubelets do not depend on it there', given: input({ controlPlane: aControlPlane({ spec: { version: 'v1.30.0' } }), machines: [leaving('a', otherHook), aMember('b'), aMember('c')] }), want: { step: 'release' } },
  { name: 'the last one', why: 'there is nothing to keep', given: input({ machines: [leaving('a')], etcd: undefined }), want: { step: 'release', member: undefined, forwardLeadership: false } },
  { name: 'no other works', why: 'somebody must serve the API', given: input({ machines: [leaving('a'), aMember('b', broken), aMember('c', broken)] }), want: { step: 'unsafe', reason: 'NoOtherHealthyControlPlaneMachine' } },
  { name: 'quorum would be lost', why: 'one of the two that remain is sick', given: input({ machines: [leaving('a'), aMember('b', sick), aMember('c')] }), want: { step: 'unsafe', reason: 'EtcdQuorumAtRisk' } },
  { name: 'etcd silent', why: 'what is not known is not risked', given: input({ etcd: undefined }), want: { step: 'fail', message: 'unable to remove pre-terminate hook, etcd member list is empty' } },
  { name: 'external etcd', why: 'its members are not ours', given: input({ controlPlane: external, etcd: undefined }), want: { step: 'release', member: undefined, forwardLeadership: false } },
  { name: 'no Node', why: 'nobody knows its member', given: input({ machines: [leaving('x', { nodeName: '' }), aMember('b'), aMember('c')] }), want: { step: 'release', member: undefined, forwardLeadership: false } },
  { name: 'no Node, but one with its provider ID', why: 'that is it', given: input({ machines: [leaving('x', { nodeName: '' }), aMember('b'), aMember('c')], nodeNameByProviderID: (id) => (id === 'dev://x' ? 'a' : undefined) }), want: { step: 'release', member: { name: 'a' } } },
  { name: 'its member has left', why: 'an earlier pass came so far', given: input({ etcd: { members: members.slice(1), alarms: [], leader: anEtcdMember('b') } }), want: { step: 'release', member: undefined } },
];
test.each(cases)('planPreTerminateHook: $name → $want.step ($why)', ({ given, want }) => {
  expect(planPreTerminateHook(given)).toMatchObject(want);
});

test('the Machine deleted first goes first', () => {
  const at = (deletionTimestamp: string) => ({ metadata: { deletionTimestamp } });
  const plan = planPreTerminateHook(input({ machines: [leaving('a', at('2026-11-21T11:02:00Z')), leaving('b', at('2026-11-21T11:01:00Z')), aMember('c')] }));
  expect(plan).toMatchObject({ step: 'release', machine: { machine: { metadata: { name: 'b' } } } });
});
