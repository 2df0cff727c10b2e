import type { Received } from '../../../received.ts';
import type { MachineHealthCheck } from './machine-health-check.schema.ts';

/** How long a Machine may take to get a Node where a MachineHealthCheck does not say. */
export const defaultNodeStartupTimeoutSeconds = 600;

/** Cluster name label, and a time limit for getting a Node (spec MHC-01). Pure. */
export function defaultMachineHealthCheck(machineHealthCheck: Received<MachineHealthCheck>): Received<MachineHealthCheck> {
  const { metadata, spec = {} } = machineHealthCheck;
  const { clusterName = '', checks = {} } = spec;
  return {
    ...machineHealthCheck,
    metadata: { ...metadata, labels: { ...metadata.labels, 'cluster.x-k8s.io/cluster-name': clusterName } },
    spec: { ...spec, checks: { ...checks, nodeStartupTimeoutSeconds: checks.nodeStartupTimeoutSeconds ?? defaultNodeStartupTimeoutSeconds } },
  };
}
