import type { Machine } from '@clusterwright/api/core/v1beta2';
import { aMachine, aMachineSet } from '../../machinedeployment/machinedeployment.fixtures.ts';
import type { ObservedObject } from '../../shared/observed-object.scope.ts';
import { planScale } from './scale.plan.ts';

const found = { kind: 'found', object: { apiVersion: 'i/v1', kind: 'T', metadata: { name: 't' } }, resource: { group: 'i', version: 'v1', kind: 'T', plural: 'ts', namespaced: true }, contract: 'v1beta2' } as const;
const missing: ObservedObject = { kind: 'notFound' };
const machine = (name: string, deletionTimestamp?: string): Machine => aMachine({ metadata: { name, ...(deletionTimestamp ? { deletionTimestamp } : {}) }, status: { nodeRef: { name } } });
const [a, b, c] = [machine('a'), machine('b'), machine('c')];
const deleting = machine('z', '2026-11-21T11:00:00Z');
const plan = (replicas: number | undefined, machines: readonly Machine[], more: Partial<Parameters<typeof planScale>[0]> = {}, annotations = {}) =>
  planScale({ machineSet: aMachineSet({ metadata: { annotations }, spec: { replicas } }), machines, infrastructureTemplate: found, bootstrapTemplate: found, ...more });

describe('planScale', () => {
  const cases = [
    { name: 'as many as wanted', why: 'nothing to do', got: plan(2, [a, b]), want: { step: 'none' } },
    { name: 'too few', why: 'creates the difference', got: plan(3, [a]), want: { step: 'create', count: 2 } },
    { name: 'too few, one of them deleting', why: 'it holds its place until it is gone', got: plan(2, [a, deleting]), want: { step: 'none' } },
    { name: 'too many', why: 'deletes the difference', got: plan(1, [c, b, a]), want: { step: 'delete', victims: [a, b], deleting: [] } },
    { name: 'too many, one of them deleting', why: 'that one counts', got: plan(1, [a, deleting, b]), want: { step: 'delete', victims: [a], deleting: [deleting] } },
    { name: 'too many, enough of them deleting', why: 'waits', got: plan(1, [a, deleting]), want: { step: 'delete', victims: [], deleting: [deleting] } },
    { name: 'replicas not set', why: 'admission will', got: plan(undefined, [a]), want: { step: 'wait', reason: 'WaitingForReplicasSet' } },
    { name: 'creation disabled', why: 'old set under OnDelete', got: plan(2, [a], {}, { 'cluster.x-k8s.io/disable-machine-create': 'true' }), want: { step: 'wait', reason: 'MachineCreateDisabled' } },
    { name: 'creation not disabled', why: 'the annotation is there with another value', got: plan(2, [a], {}, { 'cluster.x-k8s.io/disable-machine-create': 'false' }), want: { step: 'create', count: 1 } },
    { name: 'deletion while creation is disabled', why: 'only creation is', got: plan(0, [a], {}, { 'cluster.x-k8s.io/disable-machine-create': 'true' }), want: { step: 'delete', victims: [a], deleting: [] } },
    { name: 'no bootstrap template', why: 'none is needed', got: plan(2, [a], { bootstrapTemplate: { kind: 'unset' } }), want: { step: 'create', count: 1 } },
    { name: 'bootstrap template missing', why: 'nothing to make Machines from', got: plan(2, [a], { bootstrapTemplate: missing }), want: { step: 'wait', reason: 'WaitingForTemplates' } },
    { name: 'infrastructure template missing', why: 'nothing to make Machines from', got: plan(2, [a], { infrastructureTemplate: missing }), want: { step: 'wait', reason: 'WaitingForTemplates' } },
    { name: 'templates missing, too many', why: 'deleting needs none', got: plan(0, [a], { infrastructureTemplate: missing }), want: { step: 'delete', victims: [a], deleting: [] } },
  ];
  test.each(cases)('$name → $want.step ($why)', ({ got, want }) => {
    expect(got).toEqual(want);
  });
});
