import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { aCluster, aCondition, aControlPlane, aMachine, aMachineDeployment, aMachineSet, aScope, clusterOwner, descendants, now } from '../cluster.fixtures.ts';
import { changeConditions } from './changes.status.ts';
import { machinesConditions, remediating, workersAvailable } from './workers.status.ts';

const unreadable = { kind: 'unreadable', error: new Error('x') } as const;
const byType = (drafts: readonly ConditionDraft[]) => Object.fromEntries(drafts.map(({ type, status, reason, message }) => [type, [status, reason, message]]));

test.each([
  { name: 'no workers', why: 'a control plane alone is a cluster', descendants: descendants(), want: ['True', 'NoWorkers', ''] },
  { name: 'unreadable', why: 'not the same as none', descendants: unreadable, want: ['Unknown', 'InternalError', 'Please check controller logs for errors'] },
  { name: 'one of two not available', why: 'it is named', descendants: descendants({ machineDeployments: [aMachineDeployment({ name: 'a', status: { conditions: [aCondition('Available', 'True', 'Available')] } }), aMachineDeployment({ name: 'b', status: { conditions: [aCondition('Available', 'False', 'NotAvailable', '1 available replicas, at least 3 required')] } })] }), want: ['False', 'NotAvailable', '* MachineDeployment b: 1 available replicas, at least 3 required'] },
])('WorkersAvailable: $name ($why)', ({ descendants: found, want }) => {
  expect(byType([workersAvailable(aScope({ descendants: found }))])).toEqual({ WorkersAvailable: want });
});

test('control plane and workers are summed up apart, pools are left out, new Machines have time to report UpToDate', () => {
  const ready = [aCondition('Ready', 'True', 'Ready'), aCondition('UpToDate', 'True', 'UpToDate')];
  const scope = aScope({
    descendants: descendants({
      controlPlaneMachines: [aMachine({ name: 'cp', controlPlane: true, conditions: ready })],
      workerMachines: [
        aMachine({ name: 'w', conditions: [aCondition('Ready', 'False', 'NotReady', '* NodeHealthy: Waiting')] }),
        aMachine({ name: 'pooled', labels: { 'cluster.x-k8s.io/pool-name': 'p' } }),
        aMachine({ name: 'new', conditions: [aCondition('Ready', 'True', 'Ready')], metadata: { creationTimestamp: '2026-11-21T11:59:55Z' } }),
      ],
    }),
  });
  expect(byType(machinesConditions(scope, now))).toEqual({
    ControlPlaneMachinesReady: ['True', 'Ready', ''],
    WorkerMachinesReady: ['False', 'NotReady', '* Machine w:\n  * NodeHealthy: Waiting'],
    ControlPlaneMachinesUpToDate: ['True', 'UpToDate', ''],
    WorkerMachinesUpToDate: ['Unknown', 'UpToDateUnknown', '* Machine w: Condition UpToDate not yet reported'],
  });
});

test('no Machines are ready and up to date', () => {
  expect(machinesConditions(aScope(), now).map(({ status, reason }) => [status, reason])).toEqual(Array.from({ length: 4 }, () => ['True', 'NoReplicas']));
});

const unhealthy = (name: string, ...more: ReturnType<typeof aCondition>[]) => aMachine({ name, conditions: [aCondition('HealthCheckSucceeded', 'False', 'UnhealthyNode'), ...more] });

test.each([
  { name: 'all healthy', why: 'nothing to repair', machines: [aMachine()], want: ['False', 'NotRemediating', ''] },
  { name: 'one unhealthy and nobody repairs it', why: 'it is named', machines: [unhealthy('a')], want: ['False', 'NotRemediating', 'Machine a is not healthy (not to be remediated)'] },
  { name: 'four unhealthy', why: 'three names and a number', machines: ['d', 'b', 'a', 'c'].map((name) => unhealthy(name)), want: ['False', 'NotRemediating', 'Machines a, b, c, ... (1 more) are not healthy (not to be remediated)'] },
  { name: 'one about to be replaced', why: 'with what its owner says', machines: [unhealthy('a', aCondition('OwnerRemediated', 'False', 'WaitingForRemediation', 'Waiting for remediation'))], want: ['True', 'Remediating', '* Machine a: Waiting for remediation'] },
])('Remediating: $name ($why)', ({ machines, want }) => {
  expect(byType([remediating(aScope({ descendants: descendants({ workerMachines: machines }) }))])).toEqual({ Remediating: want });
});

const scaling = { status: { conditions: [aCondition('ScalingUp', 'True', 'ScalingUp', 'Scaling up from 1 to 3 replicas'), aCondition('ScalingDown', 'False', 'NotScalingDown'), aCondition('RollingOut', 'False', 'NotRollingOut')] } };

test('changes of the control plane, deployments and stand-alone sets are summed up; sets of deployments are not', () => {
  const scope = aScope({ controlPlane: aControlPlane(scaling), descendants: descendants({ machineDeployments: [aMachineDeployment(scaling)], machineSets: [aMachineSet({ name: 'alone', metadata: { ownerReferences: [clusterOwner] }, ...scaling }), aMachineSet({ name: 'owned', ...scaling })] }) });
  expect(byType(changeConditions(scope))).toEqual({
    RollingOut: ['False', 'NotRollingOut', ''],
    ScalingUp: ['True', 'ScalingUp', '* FooControlPlane c1-cp: Scaling up from 1 to 3 replicas\n* MachineDeployment md: Scaling up from 1 to 3 replicas\n* MachineSet alone: Scaling up from 1 to 3 replicas'],
    ScalingDown: ['False', 'NotScalingDown', ''],
  });
});

test.each([
  { name: 'a control plane that reports none of it counts as still', scope: {}, want: ['False', 'False', 'False'] },
  { name: 'an unreadable control plane is unknown', scope: { controlPlane: unreadable }, want: ['Unknown', 'Unknown', 'Unknown'] },
  { name: 'a deployment that has not reported yet is unknown', scope: { descendants: descendants({ machineDeployments: [aMachineDeployment()] }) }, want: ['Unknown', 'Unknown', 'Unknown'] },
  { name: 'stand-alone machines without a control plane object are still', scope: { cluster: aCluster({ spec: { controlPlaneRef: undefined } }), controlPlane: { kind: 'unset' } as const }, want: ['False', 'False', 'False'] },
])('RollingOut, ScalingUp, ScalingDown: $name', ({ scope, want }) => {
  expect(changeConditions(aScope(scope)).map(({ status }) => status)).toEqual(want);
});
