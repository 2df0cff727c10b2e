import type { KubeObject } from '@clusterwright/api';
import { aMachine, aRunningMachine, aScope, createdConfig, external, found, provisionedInfra } from '../machine.fixtures.ts';
import type { MachineScope } from '../machine.scope.ts';
import { planInPlaceUpdate } from './in-place-update.plan.ts';

const mark = { 'in-place-updates.internal.cluster.x-k8s.io/update-in-progress': '' };
const hook = { 'runtime.cluster.x-k8s.io/pending-hooks': 'UpdateMachine' };
const both = { ...mark, ...hook };
const annotated = (annotations: Record<string, string>): { metadata: Partial<KubeObject['metadata']> } => ({ metadata: { ...aMachine().metadata, annotations } });
const infra = (annotations: Record<string, string>) => found(external('DevMachine', { ...provisionedInfra, metadata: { annotations }, spec: { providerID: 'in-memory://m', size: 'large' } }));
const config = (annotations: Record<string, string>) => found(external('KubeadmConfig', { ...createdConfig, metadata: { annotations }, spec: { files: [] } }));
const without = (change: object) => aRunningMachine({ ...annotated(both), status: { ...aRunningMachine().status, ...change } });
const failed = { kind: 'failed', error: new Error('refused') } as const;
const marked = { infraMachine: infra(mark), bootstrapConfig: config(mark) };

const cases: readonly { readonly name: string; readonly why: string; readonly scope: Partial<MachineScope>; readonly want: object }[] = [
  { name: 'a machine that nobody updates', why: 'the usual case', scope: {}, want: { step: 'none' } },
  { name: 'a hook without the mark', why: 'an update that was ended, or given up by its owner', scope: { machine: aRunningMachine(annotated(hook)), ...marked }, want: { step: 'cleanUp' } },
  { name: 'the mark without the hook', why: 'the owner has not written everything yet', scope: { machine: aRunningMachine(annotated(mark)), ...marked }, want: { step: 'wait', reason: 'WaitingForPendingHook' } },
  { name: 'another hook', why: 'it is not the one', scope: { machine: aRunningMachine(annotated({ ...mark, 'runtime.cluster.x-k8s.io/pending-hooks': 'AfterClusterUpgrade' })), ...marked }, want: { step: 'wait', reason: 'WaitingForPendingHook' } },
  { name: 'an instance that is not there', why: 'there is nothing to update', scope: { machine: without({ initialization: { bootstrapDataSecretCreated: true } }), ...marked }, want: { step: 'wait', reason: 'WaitingForRunningMachine' } },
  { name: 'no bootstrap data', why: 'it has never started', scope: { machine: without({ initialization: { infrastructureProvisioned: true } }), ...marked }, want: { step: 'wait', reason: 'WaitingForRunningMachine' } },
  { name: 'no Node', why: 'it has not joined', scope: { machine: without({ nodeRef: undefined }), ...marked }, want: { step: 'wait', reason: 'WaitingForRunningMachine' } },
  { name: 'no InfraMachine', why: 'there is no telling what the instance should be', scope: { machine: aRunningMachine(annotated(both)), ...marked, infraMachine: { kind: 'notFound' } }, want: { step: 'fail', message: 'In-place update not possible: InfraMachine not found' } },
  { name: 'an InfraMachine that cannot be read', why: 'that is not the same as gone', scope: { machine: aRunningMachine(annotated(both)), ...marked, infraMachine: failed }, want: { step: 'wait', reason: 'WaitingForExternalObjects' } },
  { name: 'a BootstrapConfig that cannot be read', why: 'a machine must not be updated to half of what it should be', scope: { machine: aRunningMachine(annotated(both)), ...marked, bootstrapConfig: failed }, want: { step: 'wait', reason: 'WaitingForExternalObjects' } },
  { name: 'an unmarked InfraMachine', why: 'its change is yet to come', scope: { machine: aRunningMachine(annotated(both)), ...marked, infraMachine: infra({}) }, want: { step: 'wait', reason: 'WaitingForUpdateInProgressMarks' } },
  { name: 'an unmarked BootstrapConfig', why: 'its change is yet to come', scope: { machine: aRunningMachine(annotated(both)), ...marked, bootstrapConfig: config({}) }, want: { step: 'wait', reason: 'WaitingForUpdateInProgressMarks' } },
  { name: 'no BootstrapConfig', why: 'machines may bring their own data', scope: { machine: aRunningMachine(annotated(both)), ...marked, bootstrapConfig: { kind: 'unset' } }, want: { step: 'call' } },
];
test.each(cases)('planInPlaceUpdate: $name → $want.step ($why)', ({ scope, want }) => {
  expect(planInPlaceUpdate(aScope(scope))).toMatchObject(want);
});

test('extensions get what should be: names, labels, annotations and spec, and nothing that is observed', () => {
  const machine = aRunningMachine(annotated(both));
  const plan = planInPlaceUpdate(aScope({ machine, ...marked }));
  const labels = { 'cluster.x-k8s.io/cluster-name': 'c' };
  expect(plan).toEqual({
    step: 'call',
    request: {
      desired: {
        machine: { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { name: 'm', namespace: 'default', labels, annotations: both }, spec: machine.spec },
        infrastructureMachine: { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachine', metadata: { name: 'm', namespace: 'default', labels, annotations: mark }, spec: { providerID: 'in-memory://m', size: 'large' } },
        bootstrapConfig: { apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2', kind: 'KubeadmConfig', metadata: { name: 'm', namespace: 'default', labels, annotations: mark }, spec: { files: [] } },
      },
    },
  });
});
