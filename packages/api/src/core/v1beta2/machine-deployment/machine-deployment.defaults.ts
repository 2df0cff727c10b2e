import { isEmptySelector } from '../../../label-selector.ts';
import type { Received, ReceivedPart } from '../../../received.ts';
import { defaultTemplateVersion } from '../shared/machine-template.defaults.ts';
import { defaultReplicas } from '../shared/replicas.defaults.ts';
import type { MachineDeployment } from './machine-deployment.schema.ts';

const clusterNameLabel = 'cluster.x-k8s.io/cluster-name';
const deploymentNameLabel = 'cluster.x-k8s.io/deployment-name';

type Rollout = NonNullable<ReceivedPart<MachineDeployment['spec']>['rollout']>;

/** Cluster name everywhere, replicas, rollout strategy, a selector of its own where none is given, version prefix (spec WH-05, MD-06). Pure. */
export function defaultMachineDeployment(machineDeployment: Received<MachineDeployment>, previous: MachineDeployment | undefined): Received<MachineDeployment> {
  const { metadata, spec = {} } = machineDeployment;
  const { clusterName = '', selector = {}, template } = spec;
  const cluster = { [clusterNameLabel]: clusterName };
  const own: Record<string, string> = isEmptySelector(selector) ? { [deploymentNameLabel]: metadata.name ?? '' } : {};
  return {
    ...machineDeployment,
    metadata: { ...metadata, labels: { ...metadata.labels, ...cluster } },
    spec: {
      ...spec,
      replicas: defaultReplicas(machineDeployment, previous),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, ...own, ...cluster } },
      rollout: defaultRollout(spec.rollout),
      template: {
        ...defaultTemplateVersion(template),
        metadata: { ...template?.metadata, labels: { ...template?.metadata?.labels, ...own, ...cluster } },
      },
    },
  };
}

function defaultRollout(rollout: Rollout | undefined): Rollout {
  const strategy = rollout?.strategy;
  const type = strategy?.type || 'RollingUpdate';
  if (type !== 'RollingUpdate') return { ...rollout, strategy: { ...strategy, type } };
  const { maxSurge = 1, maxUnavailable = 0 } = strategy?.rollingUpdate ?? {};
  return { ...rollout, strategy: { ...strategy, type, rollingUpdate: { ...strategy?.rollingUpdate, maxSurge, maxUnavailable } } };
}
