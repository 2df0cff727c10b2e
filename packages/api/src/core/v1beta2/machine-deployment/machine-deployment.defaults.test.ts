import { defaultMachineDeployment } from './machine-deployment.defaults.ts';
import type { MachineDeploymentSpec } from './machine-deployment.schema.ts';

const head = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineDeployment' };
const cluster = { 'cluster.x-k8s.io/cluster-name': 'c' };
const rollout = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } };

test('a minimal MachineDeployment gets replicas, a strategy, and a selector of cluster and own name', () => {
  const machineDeployment = { ...head, metadata: { name: 'md' }, spec: { clusterName: 'c', selector: {}, template: { spec: { clusterName: 'c', version: '1.36.3' } } } };
  const own = { 'cluster.x-k8s.io/deployment-name': 'md', ...cluster };
  expect(defaultMachineDeployment(machineDeployment, undefined)).toEqual({
    ...head,
    metadata: { name: 'md', labels: cluster },
    spec: { clusterName: 'c', replicas: 1, selector: { matchLabels: own }, rollout, template: { metadata: { labels: own }, spec: { clusterName: 'c', version: 'v1.36.3' } } },
  });
});

test('to a selector of the user only the cluster is added', () => {
  const spec = { clusterName: 'c', selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, template: { metadata: { labels: { app: 'x' } } } };
  const defaulted = defaultMachineDeployment({ ...head, metadata: { name: 'md' }, spec }, undefined).spec;
  expect(defaulted?.selector).toEqual({ matchLabels: cluster, matchExpressions: spec.selector.matchExpressions });
  expect(defaulted?.template?.metadata?.labels).toEqual({ app: 'x', ...cluster });
});

const strategies: readonly { name: string; why: string; given: MachineDeploymentSpec['rollout']; want: unknown }[] = [
  { name: 'nothing', why: 'one more, none less', given: undefined, want: rollout },
  { name: 'one of the two numbers', why: 'the other has its own default', given: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } } }, want: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } } } },
  { name: 'a time', why: 'it stands beside the strategy', given: { after: '2026-11-21T00:00:00Z' }, want: { after: '2026-11-21T00:00:00Z', ...rollout } },
  { name: 'OnDelete', why: 'there is no rolling update to describe', given: { strategy: { type: 'OnDelete' } }, want: { strategy: { type: 'OnDelete' } } },
];
test.each(strategies)('the strategy for $name ($why)', ({ given, want }) => {
  expect(defaultMachineDeployment({ ...head, metadata: { name: 'md' }, spec: { clusterName: 'c', rollout: given } }, undefined).spec?.rollout).toEqual(want);
});

test('what is missing is left to the schema', () => {
  const own = { 'cluster.x-k8s.io/deployment-name': 'md', 'cluster.x-k8s.io/cluster-name': '' };
  expect(defaultMachineDeployment({ ...head, metadata: { name: 'md' } }, undefined).spec).toEqual({ replicas: 1, selector: { matchLabels: own }, rollout, template: { metadata: { labels: own } } });
});
