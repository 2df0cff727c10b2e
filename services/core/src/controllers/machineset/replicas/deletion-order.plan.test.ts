import fc from 'fast-check';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { aMachine } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { byDeletionPriority } from './deletion-order.plan.ts';

const healthy = { status: { nodeRef: { name: 'n' } } } as const;
const machine = (name: string, metadata: Partial<Machine['metadata']> = {}, more: Parameters<typeof aMachine>[0] = healthy): Machine => aMachine({ ...more, metadata: { name, ...metadata } });
const names = (machines: readonly Machine[]): string[] => machines.map(({ metadata }) => metadata.name);

const deleting = machine('z-deleting', { deletionTimestamp: '2026-11-21T11:50:00Z' });
const annotated = machine('y-annotated', { annotations: { 'cluster.x-k8s.io/delete-machine': '' } });
const updating = machine('x-updating', { annotations: { 'in-place-updates.internal.cluster.x-k8s.io/update-in-progress': '' } });
const hookPending = machine('x2-updating', { annotations: { 'runtime.cluster.x-k8s.io/pending-hooks': 'Other,UpdateMachine' } });
const withoutNode = machine('w-without-node', {}, {});
const unhealthyNode = machine('w2-unhealthy-node', {}, { ...healthy, conditions: { NodeHealthy: 'False' } });
const failedCheck = machine('w3-failed-check', {}, { ...healthy, conditions: { HealthCheckSucceeded: 'False' } });
const unknownNode = machine('b-unknown-node', {}, { ...healthy, conditions: { NodeHealthy: 'Unknown' } });
const young = machine('a-young', { creationTimestamp: '2026-11-21T11:59:00Z' });
const old = machine('c-old', { creationTimestamp: '2026-11-20T11:00:00Z' });

describe('byDeletionPriority', () => {
  const all = [young, unknownNode, old, failedCheck, unhealthyNode, withoutNode, hookPending, updating, annotated, deleting];
  const urgent = ['z-deleting', 'y-annotated', 'x-updating', 'x2-updating', 'w-without-node', 'w2-unhealthy-node', 'w3-failed-check'];
  const cases = [
    { order: undefined, why: 'healthy ones by name', want: ['a-young', 'b-unknown-node', 'c-old'] },
    { order: 'Random', why: 'healthy ones by name', want: ['a-young', 'b-unknown-node', 'c-old'] },
    { order: 'Newest', why: 'healthy ones by age', want: ['a-young', 'b-unknown-node', 'c-old'] },
    { order: 'Oldest', why: 'healthy ones by age', want: ['c-old', 'b-unknown-node', 'a-young'] },
  ] as const;
  test.each(cases)('$order: deleting, annotated, updating, unhealthy, then $why', ({ order, want }) => {
    expect(names(byDeletionPriority(all, order))).toEqual([...urgent, ...want]);
  });

  test('Newest takes the youngest although its name comes last', () => {
    expect(names(byDeletionPriority([old, machine('z', { creationTimestamp: '2026-11-21T11:59:00Z' })], 'Newest'))).toEqual(['z', 'c-old']);
  });

  test('the order of the list does not matter', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), fc.constantFrom('Random', 'Newest', 'Oldest'), (shuffled, order) => {
        expect(byDeletionPriority(shuffled, order)).toEqual(byDeletionPriority(all, order));
      }),
    );
  });
});
