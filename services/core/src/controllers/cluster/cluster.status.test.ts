import { aCluster, aCondition, aControlPlane, aMachine, aMachineDeployment, anInfraCluster, aScope, descendants, now } from './cluster.fixtures.ts';
import type { ClusterScope } from './cluster.scope.ts';
import { reportCluster } from './cluster.status.ts';
import { planControlPlane } from './phases/control-plane.plan.ts';
import { planInfrastructure } from './phases/infrastructure.plan.ts';

const result = { deleting: false, outcomes: [], errors: [] };
const report = (scope: ClusterScope) => reportCluster({ ...scope, infrastructure: planInfrastructure(scope), controlPlaneState: planControlPlane(scope) }, result, { now: () => now });
const endpoint = { host: '1.2.3.4', port: 6443 };

test('a Cluster just applied is provisioning, and nothing is invented', () => {
  const { spec, status, conditions } = report(aScope());
  expect(spec).toBeUndefined();
  expect(status).toMatchObject({ phase: 'Provisioning' });
  expect(status).not.toHaveProperty('initialization');
  expect(status).not.toHaveProperty('failureDomains');
  expect(conditions).toHaveLength(15);
});

test('a Cluster that is up says so in one word', () => {
  const good = (...types: string[]) => types.map((type) => aCondition(type, 'True', type));
  const still = ['RollingOut', 'ScalingUp', 'ScalingDown'].map((type) => aCondition(type, 'False', `Not${type}`));
  const counters = { replicas: 1, readyReplicas: 1, availableReplicas: 1, upToDateReplicas: 1, versions: [{ version: 'v1.36.3', replicas: 1 }] };
  const scope = aScope({
    infraCluster: anInfraCluster({ spec: { controlPlaneEndpoint: endpoint }, status: { initialization: { provisioned: true }, failureDomains: [{ name: 'b' }, { name: 'a', controlPlane: true }] } }),
    controlPlane: aControlPlane({ spec: { replicas: 1 }, status: { ...counters, initialization: { controlPlaneInitialized: true }, conditions: [...good('Available'), ...still] } }),
    descendants: descendants({
      machineDeployments: [aMachineDeployment({ replicas: 1, status: { ...counters, conditions: [...good('Available'), ...still] } })],
      controlPlaneMachines: [aMachine({ name: 'cp', controlPlane: true, conditions: good('Ready', 'UpToDate') })],
      workerMachines: [aMachine({ name: 'w', conditions: good('Ready', 'UpToDate') })],
    }),
    probe: { lastSuccessTime: now, consecutiveFailures: 0 },
  });
  const { spec, status, conditions, v1beta1Conditions } = report(scope);
  expect(spec).toEqual({ controlPlaneEndpoint: endpoint });
  expect(status).toEqual({
    phase: 'Provisioned',
    initialization: { infrastructureProvisioned: true, controlPlaneInitialized: true },
    failureDomains: [{ name: 'a', controlPlane: true }, { name: 'b', controlPlane: false }],
    controlPlane: { desiredReplicas: 1, ...counters },
    workers: { desiredReplicas: 1, ...counters },
  });
  expect(Object.fromEntries((conditions ?? []).map(({ type, status: value, reason, message }) => [type, `${value}/${reason}${message}`]))).toEqual({
    Available: 'True/Available',
    RemoteConnectionProbe: 'True/ProbeSucceeded',
    InfrastructureReady: 'True/Ready',
    ControlPlaneInitialized: 'True/Initialized',
    ControlPlaneAvailable: 'True/Available',
    WorkersAvailable: 'True/Available',
    RollingOut: 'False/NotRollingOut',
    Remediating: 'False/NotRemediating',
    ScalingDown: 'False/NotScalingDown',
    ScalingUp: 'False/NotScalingUp',
    ControlPlaneMachinesReady: 'True/Ready',
    WorkerMachinesReady: 'True/Ready',
    ControlPlaneMachinesUpToDate: 'True/UpToDate',
    WorkerMachinesUpToDate: 'True/UpToDate',
    Deleting: 'False/NotDeleting',
  });
  expect(v1beta1Conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual(['Ready=True', 'InfrastructureReady=True', 'ControlPlaneReady=True', 'ControlPlaneInitialized=True']);
});

test.each([
  { name: 'a valid endpoint of the Cluster stays', cluster: { host: 'mine', port: 1 }, infra: endpoint, controlPlane: undefined, want: { host: 'mine', port: 1 } },
  { name: 'the InfraCluster comes first', cluster: undefined, infra: endpoint, controlPlane: { host: 'cp', port: 2 }, want: endpoint },
  { name: 'else the control plane', cluster: undefined, infra: undefined, controlPlane: { host: 'cp', port: 2 }, want: { host: 'cp', port: 2 } },
  { name: 'half an endpoint is none', cluster: undefined, infra: { host: 'half' }, controlPlane: undefined, want: undefined },
])('endpoint: $name', ({ cluster, infra, controlPlane, want }) => {
  const scope = aScope({
    cluster: aCluster({ spec: { controlPlaneEndpoint: cluster } }),
    infraCluster: anInfraCluster({ spec: { controlPlaneEndpoint: infra }, status: { initialization: { provisioned: true } } }),
    controlPlane: aControlPlane({ spec: { controlPlaneEndpoint: controlPlane }, status: { initialization: { controlPlaneInitialized: true } } }),
  });
  expect(report(scope).spec?.['controlPlaneEndpoint']).toEqual(want);
});

test('failure domains that are gone are removed, those of an unreadable InfraCluster stay', () => {
  const cluster = aCluster({ status: { initialization: { infrastructureProvisioned: true } } });
  expect(report(aScope({ cluster })).status).toHaveProperty('failureDomains', undefined);
  expect(report(aScope({ cluster, infraCluster: { kind: 'unreadable', error: new Error('x') } })).status).not.toHaveProperty('failureDomains');
});

test.each([
  { name: 'nothing referred to', cluster: aCluster({ spec: { infrastructureRef: undefined, controlPlaneRef: undefined, topology: { classRef: { name: 'c' }, version: 'v1.36.3' } } }), want: 'Pending' },
  { name: 'references', cluster: aCluster(), want: 'Provisioning' },
  { name: 'infrastructure and endpoint', cluster: aCluster({ spec: { controlPlaneEndpoint: endpoint }, status: { initialization: { infrastructureProvisioned: true } } }), want: 'Provisioned' },
  { name: 'deletion', cluster: aCluster({ metadata: { deletionTimestamp: '2026-11-21T12:00:00Z' } }), want: 'Deleting' },
])('phase: $name → $want', ({ cluster, want }) => {
  expect(report(aScope({ cluster })).status).toMatchObject({ phase: want });
});
