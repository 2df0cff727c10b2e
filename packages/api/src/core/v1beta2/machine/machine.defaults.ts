import type { Received } from '../../../received.ts';
import { withVersionPrefix } from '../../../semantic-version.ts';
import type { Machine } from './machine.schema.ts';

const nodeDeletionTimeoutSeconds = 10;

/** Cluster name label, version prefix, and how long the deletion of a Node is tried (spec WH-03). Pure. */
export function defaultMachine(machine: Received<Machine>): Received<Machine> {
  const { metadata, spec = {} } = machine;
  return {
    ...machine,
    metadata: { ...metadata, labels: { ...metadata.labels, 'cluster.x-k8s.io/cluster-name': spec.clusterName ?? '' } },
    spec: {
      ...spec,
      ...(spec.version ? { version: withVersionPrefix(spec.version) } : {}),
      deletion: { ...spec.deletion, nodeDeletionTimeoutSeconds: spec.deletion?.nodeDeletionTimeoutSeconds ?? nodeDeletionTimeoutSeconds },
    },
  };
}
