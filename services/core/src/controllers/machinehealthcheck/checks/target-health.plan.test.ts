import { aCondition } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { aCheckedMachine, aNode, aRunningCluster, ago, found, now } from '../machinehealthcheck.fixtures.ts';
import { targetHealth } from './target-health.plan.ts';
import type { TargetHealth, TargetHealthInput } from './target-health.plan.ts';

const machine = aCheckedMachine();
const node = found(aNode());
const controlPlane = { labels: { 'cluster.x-k8s.io/control-plane': '' } };
const checks = { unhealthyNodeConditions: [{ type: 'Ready', status: 'False', timeoutSeconds: 300 }], unhealthyMachineConditions: [{ type: 'NodeReady', status: 'Unknown' as const, timeoutSeconds: 60 }] };
const infrastructureOnly = aRunningCluster([aCondition('InfrastructureReady', 'True', { lastTransitionTime: ago(3600) })]);
const uninitialized = aRunningCluster([]);
const sick = aCondition('NodeReady', 'Unknown', { reason: 'ConnectionDown', lastTransitionTime: ago(100) });
const nodeProblem = 'Condition Ready on Node is reporting status False with reason Kubelet for more than 5m0s';
const machineProblem = 'Condition NodeReady on Machine is reporting status Unknown with reason ConnectionDown for more than 1m0s';

const unset = { kind: 'unset' } as const;
const undecided = (nextCheckMs?: number): Partial<TargetHealth> => ({ kind: 'undecided', ...(nextCheckMs === undefined ? {} : { nextCheckMs }) });
const unhealthy = (reason: string, ...problems: readonly string[]) => ({ kind: 'unhealthy', reason, message: `Health check failed:\n${problems.map((problem) => `  * ${problem}`).join('\n')}` });

interface Case extends Partial<Omit<TargetHealthInput, 'now'>> {
  readonly name: string;
  readonly why: string;
  readonly want: object;
}

const cases: readonly Case[] = [
  { name: 'a ready Node', why: 'nothing is wrong', want: { kind: 'healthy' } },
  { name: 'a deleting Machine', why: 'it will not stay healthy', target: { machine: aCheckedMachine({ deleting: true }), node }, want: undecided() },
  { name: 'a Node unready for too long', why: 'the check fails', target: { machine, node: found(aNode('m', 'False', 301)) }, want: unhealthy('UnhealthyNode', nodeProblem) },
  { name: 'a Node unready for a while', why: 'neither healthy nor unhealthy until the timeout', target: { machine, node: found(aNode('m', 'False', 100)) }, want: undecided(201_000) },
  { name: 'a bad Machine condition', why: 'the Machine is checked, too', target: { machine: aCheckedMachine({ conditions: [sick] }), node }, want: unhealthy('UnhealthyMachine', machineProblem) },
  { name: 'both', why: 'the Machine gives the reason, and all is named', target: { machine: aCheckedMachine({ conditions: [sick] }), node: found(aNode('m', 'False', 301)) }, want: unhealthy('UnhealthyMachine', machineProblem, nodeProblem) },
  { name: 'a Node that is gone', why: 'it will not come back by itself', target: { machine, node: { kind: 'notFound' } }, want: unhealthy('NodeDeleted', 'Node m has been deleted') },
  { name: 'marked by a user', why: 'wins over everything, even before the cluster is up', cluster: uninitialized, target: { machine: aCheckedMachine({ annotations: { 'cluster.x-k8s.io/remediate-machine': '' } }), node }, want: { kind: 'unhealthy', reason: 'HasRemediateAnnotation', message: 'Health check failed: marked for remediation via cluster.x-k8s.io/remediate-machine annotation' } },
  { name: 'a worker before the control plane', why: 'it cannot have joined yet', cluster: infrastructureOnly, target: { machine: aCheckedMachine({ node: null }), node: unset }, want: undecided() },
  { name: 'a control plane Machine before the control plane', why: 'else the first one would never be replaced', cluster: infrastructureOnly, target: { machine: aCheckedMachine({ ...controlPlane, node: null }), node: unset }, want: unhealthy('NodeStartupTimeout', 'Node failed to report startup in 10m0s') },
  { name: 'before the infrastructure', why: 'not even control plane Machines are to blame', cluster: uninitialized, target: { machine: aCheckedMachine({ ...controlPlane, node: null }), node: unset }, want: undecided() },
  { name: 'no Node for too long', why: 'ten minutes by default', target: { machine: aCheckedMachine({ node: null, created: ago(601) }), node: unset }, want: unhealthy('NodeStartupTimeout', 'Node failed to report startup in 10m0s') },
  { name: 'no Node for a while', why: 'until the timeout', target: { machine: aCheckedMachine({ node: null, created: ago(500) }), node: unset }, want: undecided(101_000) },
  { name: 'own time for startup', why: 'as the user says', checks: { nodeStartupTimeoutSeconds: 30 }, target: { machine: aCheckedMachine({ node: null, created: ago(31) }), node: unset }, want: unhealthy('NodeStartupTimeout', 'Node failed to report startup in 30s') },
  { name: 'no limit for startup', why: '0 turns it off', checks: { nodeStartupTimeoutSeconds: 0 }, target: { machine: aCheckedMachine({ node: null }), node: unset }, want: undecided() },
  {
    name: 'an instance that came late',
    why: 'time counts from the latest milestone',
    target: { machine: aCheckedMachine({ node: null, conditions: [aCondition('InfrastructureReady', 'True', { lastTransitionTime: ago(200) })] }), node: unset },
    want: undecided(401_000),
  },
  {
    name: 'an instance that is not there',
    why: 'only a milestone that is reached counts',
    target: { machine: aCheckedMachine({ node: null, conditions: [aCondition('InfrastructureReady', 'False', { lastTransitionTime: ago(200) })] }), node: unset },
    want: unhealthy('NodeStartupTimeout', 'Node failed to report startup in 10m0s'),
  },
  {
    name: 'a control plane that came late',
    why: 'the same for the Cluster',
    cluster: aRunningCluster([aCondition('InfrastructureReady', 'True', { lastTransitionTime: ago(3600) }), aCondition('ControlPlaneInitialized', 'True', { lastTransitionTime: ago(60) })]),
    target: { machine: aCheckedMachine({ node: null }), node: unset },
    want: undecided(541_000),
  },
  {
    name: 'startup and a bad Machine condition on the way',
    why: 'whichever ends first',
    target: { machine: aCheckedMachine({ node: null, created: ago(500), conditions: [{ ...sick, lastTransitionTime: ago(20) }] }), node: unset },
    want: undecided(41_000),
  },
];
test.each(cases)('$name → $want ($why)', ({ target = { machine, node }, cluster = aRunningCluster(), checks: asked = checks, want }) => {
  expect(targetHealth({ target, cluster, checks: asked, now })).toMatchObject(want);
});

const older = [
  { name: 'annotation', target: { machine: aCheckedMachine({ annotations: { 'cluster.x-k8s.io/remediate-machine': '' } }), node }, want: { reason: 'HasRemediateMachineAnnotation', message: 'Marked for remediation via remediate-machine annotation' } },
  { name: 'Node gone', target: { machine, node: { kind: 'notFound' } as const }, want: { reason: 'NodeNotFound', message: '' } },
  { name: 'Node and Machine', target: { machine: aCheckedMachine({ conditions: [sick] }), node: found(aNode('m', 'False', 301)) }, want: { reason: 'UnhealthyMachine', message: `${machineProblem}; ${nodeProblem}` } },
];
test.each(older)('the older API has its own words: $name → $want', ({ target, want }) => {
  expect(targetHealth({ target, cluster: aRunningCluster(), checks, now })).toMatchObject({ v1beta1: want });
});
