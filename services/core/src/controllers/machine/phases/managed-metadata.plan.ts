import {
  clusterNameAnnotation,
  clusterNamespaceAnnotation,
  machineAnnotation,
  managedNodeAnnotationDomain,
  managedNodeLabelDomain,
  nodeRestrictionLabelDomain,
  nodeRoleLabelPrefix,
  ownerKindAnnotation,
  ownerNameAnnotation,
} from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';

type StringMap = Readonly<Record<string, string>>;

/** Annotations that every Node of a Machine has; they are not listed among those that came from the Machine. */
export const bookkeepingAnnotations: readonly string[] = [clusterNameAnnotation, clusterNamespaceAnnotation, machineAnnotation, ownerKindAnnotation, ownerNameAnnotation];

/** Labels of a Machine that its Node gets too (spec MA-05). */
export function managedLabels(labels: StringMap | undefined, additional: readonly RegExp[]): Record<string, string> {
  const isStandard = (domain: string) => domain === nodeRoleLabelPrefix || isIn(domain, nodeRestrictionLabelDomain) || isIn(domain, managedNodeLabelDomain);
  return pick(labels, isStandard, additional);
}

/** Annotations of a Machine that its Node gets too, and where the Node belongs (spec MA-06). */
export function managedAnnotations(machine: Machine, additional: readonly RegExp[]): Record<string, string> {
  const { namespace = '', name, annotations } = machine.metadata;
  const owner = controllerOf(machine);
  return {
    [clusterNameAnnotation]: machine.spec.clusterName,
    [clusterNamespaceAnnotation]: namespace,
    [machineAnnotation]: name,
    ...(owner ? { [ownerKindAnnotation]: owner.kind, [ownerNameAnnotation]: owner.name } : {}),
    ...pick(annotations, (domain) => isIn(domain, managedNodeAnnotationDomain), additional),
  };
}

function pick(values: StringMap | undefined, isStandard: (domain: string) => boolean, additional: readonly RegExp[]): Record<string, string> {
  const isManaged = (key: string) => isStandard(key.split('/')[0] ?? '') || additional.some((pattern) => pattern.test(key));
  return Object.fromEntries(Object.entries(values ?? {}).filter(([key]) => isManaged(key)));
}

function isIn(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}
