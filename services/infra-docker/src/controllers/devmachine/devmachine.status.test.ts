import type { PassResult } from '@clusterwright/controller-runtime';
import { aCluster, aDevMachine, aMachine } from './devmachine.fixtures.ts';
import type { DevMachineScope } from './devmachine.scope.ts';
import { reportDevMachine } from './devmachine.status.ts';

const pass: PassResult = { deleting: false, outcomes: [], errors: [] };
const aScope = (change: Partial<DevMachineScope>): DevMachineScope => ({
  devMachine: aDevMachine(), machine: aMachine(), cluster: aCluster(), simulation: undefined, isControlPlane: true, wasBootstrapped: false, ...change,
});
const said = (conditions: readonly { type: string; status: string; severity?: string | undefined; reason?: string | undefined; message?: string | undefined }[] = []): string[] =>
  conditions.map(({ type, status, severity, reason, message }) => [type, status, severity, reason, message].filter(Boolean).join(' '));

describe('reportDevMachine', () => {
  test('a control plane machine on its way', () => {
    const states = { vm: 'WaitingForBootstrapData', node: 'WaitingForVMProvisioned', etcd: 'WaitingForVMProvisioned', apiServer: 'WaitingForVMProvisioned' } as const;
    const report = reportDevMachine(aScope({ states }), pass);
    expect(said(report.conditions).slice(1)).toEqual(['VMProvisioned False WaitingForBootstrapData', 'NodeProvisioned False WaitingForVMProvisioned', 'EtcdProvisioned False WaitingForVMProvisioned', 'APIServerProvisioned False WaitingForVMProvisioned']);
    expect(said(report.conditions)[0]).toMatch(/^Ready False NotReady \* VMProvisioned: WaitingForBootstrapData/);
    expect(said(report.v1beta1Conditions)).toEqual(['Ready False Info WaitingForBootstrapData 0 of 4 completed', 'VMProvisioned False Info WaitingForBootstrapData']);
    expect([report.spec, report.status]).toEqual([undefined, undefined]);
  });

  test.each([
    { state: 'WaitingForClusterInfrastructureReady', old: 'WaitingForClusterInfrastructure' },
    { state: 'WaitingForControlPlaneInitialized', old: 'WaitingControlPlaneInitialized' },
    { state: 'WaitingForStartupTimeout', old: 'WaitingForStartupTimeout' },
  ] as const)('$state is $old in v1beta1', ({ state, old }) => {
    expect(said(reportDevMachine(aScope({ states: { vm: state, node: 'WaitingForVMProvisioned' } }), pass).v1beta1Conditions)).toContain(`VMProvisioned False Info ${old}`);
  });

  test('a VM that is up is provisioned, with the failure domain of its Machine', () => {
    const machine = aMachine({}, { failureDomain: 'fd1' });
    const report = reportDevMachine(aScope({ machine, states: { vm: 'up', node: 'WaitingForStartupTimeout' } }), pass);
    expect(report).toMatchObject({ spec: { providerID: 'in-memory://m' }, status: { initialization: { provisioned: true }, failureDomain: 'fd1' } });
  });

  test('a machine that is up', () => {
    const report = reportDevMachine(aScope({ devMachine: { ...aDevMachine(), spec: { backend: { inMemory: {} }, providerID: 'in-memory://m' } }, states: { vm: 'up', node: 'up' } }), pass);
    expect(said(report.conditions)).toEqual(['Ready True Ready', 'VMProvisioned True Provisioned', 'NodeProvisioned True Provisioned']);
    expect(said(report.v1beta1Conditions)).toEqual(['Ready True', 'VMProvisioned True', 'NodeProvisioned True']);
  });

  test('failures are told where they are', () => {
    const states = { vm: 'up', node: 'up', etcd: 'InternalError', apiServer: 'InternalError' } as const;
    const report = reportDevMachine(aScope({ states, failures: { etcd: 'Secret ns/c-etcd: bad', apiServer: 'cannot listen on port 20000' } }), pass);
    expect(said(report.conditions)).toEqual([
      'Ready False NotReady * EtcdProvisioned: Secret ns/c-etcd: bad\n* APIServerProvisioned: cannot listen on port 20000',
      'VMProvisioned True Provisioned', 'NodeProvisioned True Provisioned', 'EtcdProvisioned False InternalError Secret ns/c-etcd: bad', 'APIServerProvisioned False InternalError cannot listen on port 20000',
    ]);
    expect(said(report.v1beta1Conditions)).toContain('EtcdProvisioned False Error InternalError Secret ns/c-etcd: bad');
  });

  test.each([
    { name: 'while it is deleted', why: 'nothing comes up any more', scope: { states: { vm: 'up', node: 'up' } } as const, result: { ...pass, deleting: true } },
    { name: 'before anything was observed', why: 'the conditions of before a restart stay', scope: {}, result: pass },
  ])('says nothing $name ($why)', ({ scope, result }) => {
    expect(reportDevMachine(aScope(scope), result)).toEqual({});
  });
});
