import { stripVTControlCharacters } from 'node:util';
import { age, renderRows, treeRows } from './tree.ts';
import type { TreeObject } from './tree.ts';

const now = new Date('2026-11-21T12:01:00Z');
const object = (kind: string, name: string, rest: Partial<TreeObject> = {}, labels: Record<string, string> = {}): TreeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, labels, creationTimestamp: '2026-11-21T12:00:00Z' },
  ...rest,
});
const condition = (type: string, status: 'True' | 'False', message = '') => ({ conditions: [{ type, status, reason: 'X', message, lastTransitionTime: '2026-11-21T12:00:00Z' }] });

test('owners stand above what they own, and say why they are not available', () => {
  const rows = treeRows({
    now,
    cluster: object('Cluster', 'c', { status: { phase: 'Provisioned', ...condition('Available', 'False', '* WorkersAvailable: 1 of 2\nmore') } }),
    infrastructure: object('DevCluster', 'c', { status: condition('Ready', 'True') }),
    controlPlane: object('KubeadmControlPlane', 'cp', { spec: { replicas: 1 }, status: { availableReplicas: 1, ...condition('Available', 'True') } }),
    deployments: [object('MachineDeployment', 'md', { spec: { replicas: 2 } })],
    machines: [
      object('Machine', 'w-2', { status: { phase: 'Running' } }, { 'cluster.x-k8s.io/deployment-name': 'md' }),
      object('Machine', 'cp-1', { status: { phase: 'Running' } }, { 'cluster.x-k8s.io/control-plane': '' }),
      object('Machine', 'w-1', { spec: { version: 'v1.36.3' } }, { 'cluster.x-k8s.io/deployment-name': 'md' }),
    ],
  });
  expect(renderRows(rows, 120).map((line) => stripVTControlCharacters(line).replace(/ +/g, ' '))).toEqual([
    'Cluster/c Provisioned 60s ✘ not Available: WorkersAvailable: 1 of 2',
    '├─ DevCluster/c 60s ✔ Ready',
    '├─ KubeadmControlPlane/cp 1/1 available 60s ✔ Available',
    '│ └─ Machine/cp-1 Running 60s … ',
    '└─ MachineDeployment/md 0/2 available 60s … ',
    ' ├─ Machine/w-1 Pending v1.36.3 60s … ',
    ' └─ Machine/w-2 Running 60s … ',
  ]);
});

test.each([
  { from: '2026-11-21T12:00:55Z', want: '5s' },
  { from: '2026-11-21T11:57:48Z', want: '3m12s' },
  { from: '2026-11-21T09:58:00Z', want: '2h03m' },
])('age of $from is $want', ({ from, want }) => {
  expect(age(from, now)).toBe(want);
});
