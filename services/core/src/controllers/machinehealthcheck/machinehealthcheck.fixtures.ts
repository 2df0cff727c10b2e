import type { Condition, UnstructuredObject } from '@clusterwright/api';
import type { Cluster, Machine, MachineHealthCheck, MachineHealthCheckSpec, MachineStatus } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { aCondition, aMachine } from '../machinedeployment/machinedeployment.fixtures.ts';
import type { MachineHealthCheckScope, Target } from './machinehealthcheck.scope.ts';

export const now = new Date('2026-11-21T12:00:00Z');

/** A time so many seconds before now. */
export const ago = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString().replace('.000Z', 'Z');

export function aHealthCheck(spec: Partial<MachineHealthCheckSpec> = {}, metadata: Partial<MachineHealthCheck['metadata']> = {}): MachineHealthCheck {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineHealthCheck',
    metadata: { name: 'mhc', namespace: 'ns', uid: 'uid-mhc', generation: 1, ...metadata },
    spec: { clusterName: 'c', selector: { matchLabels: { 'cluster.x-k8s.io/deployment-name': 'md' } }, checks: { unhealthyNodeConditions: [{ type: 'Ready', status: 'False', timeoutSeconds: 300 }] }, ...spec },
  };
}

const milestones = ['ControlPlaneInitialized', 'InfrastructureReady'];

/** A Cluster that is up, since an hour; other conditions where given. */
export function aRunningCluster(conditions: readonly Condition[] = milestones.map((type) => aCondition(type, 'True', { lastTransitionTime: ago(3600) }))): Cluster {
  return { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace: 'ns', uid: 'uid-c' }, spec: {}, status: { conditions: [...conditions] } };
}

export interface CheckedMachine {
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly conditions?: readonly Condition[];
  readonly v1beta1?: NonNullable<NonNullable<NonNullable<MachineStatus['deprecated']>['v1beta1']>['conditions']>;
  readonly deleting?: boolean;
  readonly created?: string;
  /** Without a Node where null. */
  readonly node?: string | null;
}

/** A Machine of the MachineDeployment that the health check selects, with a Node of its name. */
export function aCheckedMachine({ name = 'm', annotations = {}, labels, conditions = [], v1beta1, deleting = false, created = ago(3600), node = name }: CheckedMachine = {}): Machine {
  const own = aMachine({ metadata: { name } });
  return {
    ...own,
    metadata: { ...own.metadata, creationTimestamp: created, annotations: { ...annotations }, labels: { ...own.metadata.labels, ...labels }, ...(deleting ? { deletionTimestamp: ago(10) } : {}) },
    status: { conditions: [aCondition('Ready', 'True'), ...conditions], ...(node === null ? {} : { nodeRef: { name: node } }), ...(v1beta1 ? { deprecated: { v1beta1: { conditions: [...v1beta1] } } } : {}) },
  };
}

/** A Node whose Ready has had this status for so many seconds. */
export function aNode(name = 'm', status = 'True', seconds = 3600): Node {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, status: { conditions: [{ type: 'Ready', status, reason: 'Kubelet', lastTransitionTime: ago(seconds) }] } };
}

export const found = (node: Node): Target['node'] => ({ kind: 'found', node });

export function aScope(more: Partial<MachineHealthCheckScope> = {}): MachineHealthCheckScope {
  return { machineHealthCheck: aHealthCheck(), cluster: aRunningCluster(), targets: [], external: undefined, assessment: undefined, requests: new Map(), ...more };
}

const group = 'remediation.example.org';
export const templateRef = { apiVersion: `${group}/v1`, kind: 'RepairTemplate', name: 'repair' };
export const Repairs = { group, version: 'v1', kind: 'Repair', plural: 'repairs', namespaced: true };
export const RepairTemplates = { ...Repairs, kind: 'RepairTemplate', plural: 'repairtemplates' };

export const aRepairTemplate: UnstructuredObject = { apiVersion: templateRef.apiVersion, kind: 'RepairTemplate', metadata: { name: 'repair', namespace: 'ns' }, spec: { template: { spec: { strategy: 'reboot' } } } };

/** A request to repair a Machine. */
export function aRepair({ metadata: { name, uid } }: Machine, metadata: Partial<UnstructuredObject['metadata']> = {}): UnstructuredObject {
  const ownerReferences = [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', name, uid: uid ?? '' }];
  return { apiVersion: templateRef.apiVersion, kind: 'Repair', metadata: { name, namespace: 'ns', ownerReferences, ...metadata }, spec: { strategy: 'reboot' } };
}
