import type { KubeObject } from '@clusterwright/api';
import { Clusters, MachinePools } from '@clusterwright/api/core/v1beta2';
import { ownerKeys, watch } from '@clusterwright/controller-runtime';
import type { Manager } from '@clusterwright/controller-runtime';
import type { ContainerChanges } from '../../containers/container-changes.ts';
import { pausedChanged } from '../devcluster/devcluster.watches.ts';
import { infraPoolReconciler } from './dockermachinepool.reconciler.ts';
import type { InfraPoolDeps } from './dockermachinepool.scope.ts';
import { clusterToInfraPools, containerToInfraPools, machinePoolToInfraPool } from './dockermachinepool.watches.ts';
import type { InfraPoolKind } from './infra-pool-kind.ts';

/** Adds the controller of one of the kinds of pools. */
export function addInfraPoolController<T extends KubeObject, M extends KubeObject>(
  manager: Manager,
  kind: InfraPoolKind<T, M>,
  deps: InfraPoolDeps,
  options: { concurrency: number; changes: ContainerChanges },
): void {
  const { resource, machine } = kind;
  manager.addController({
    for: resource,
    reconciler: infraPoolReconciler(kind, deps),
    concurrency: options.concurrency,
    watches: [
      watch({ resource: MachinePools, toKeys: machinePoolToInfraPool(resource) }),
      watch({ resource: machine.resource, toKeys: ownerKeys(resource.kind, resource.group) }),
      watch({ resource: Clusters, toKeys: clusterToInfraPools(deps.client, resource), when: pausedChanged }),
    ],
    sources: [options.changes.source(containerToInfraPools(deps.client, resource))],
    rbac: [
      { apiGroups: ['cluster.x-k8s.io'], resources: ['machines'], verbs: ['get', 'list', 'watch', 'delete'] },
      { apiGroups: [resource.group], resources: [machine.resource.plural], verbs: ['create', 'patch', 'delete'] },
    ],
  });
}
