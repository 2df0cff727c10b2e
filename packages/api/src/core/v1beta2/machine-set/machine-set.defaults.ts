import { isEmptySelector } from '../../../label-selector.ts';
import type { Received } from '../../../received.ts';
import { defaultTemplateVersion } from '../shared/machine-template.defaults.ts';
import { defaultReplicas } from '../shared/replicas.defaults.ts';
import type { MachineSet } from './machine-set.schema.ts';

const setNameLabel = 'cluster.x-k8s.io/set-name';

/** Cluster name label, replicas, a selector of its own where none is given, version prefix (spec WH-04). `nameLabelValue` makes a label value of a name that may be too long. Pure. */
export function defaultMachineSet(machineSet: Received<MachineSet>, previous: MachineSet | undefined, nameLabelValue: (name: string) => string): Received<MachineSet> {
  const { metadata, spec = {} } = machineSet;
  const { clusterName = '', selector = {}, template = {} } = spec;
  const own = isEmptySelector(selector) ? { [setNameLabel]: nameLabelValue(metadata.name ?? '') } : undefined;
  const labels = { ...template.metadata?.labels, ...own };
  return {
    ...machineSet,
    metadata: { ...metadata, labels: { ...metadata.labels, 'cluster.x-k8s.io/cluster-name': clusterName } },
    spec: {
      ...spec,
      replicas: defaultReplicas(machineSet, previous),
      selector: own ? { ...selector, matchLabels: own } : selector,
      template: {
        ...defaultTemplateVersion(template),
        ...(Object.keys(labels).length > 0 ? { metadata: { ...template.metadata, labels } } : {}),
      },
    },
  };
}
