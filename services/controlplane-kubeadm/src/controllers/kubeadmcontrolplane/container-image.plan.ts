import type { PodTemplateSpec } from '@clusterwright/api/kubernetes';
import type { Patch } from '@clusterwright/kube-client';

export type JsonOperations = Extract<Patch, { type: 'json' }>['body'];

/** A container of a workload, by where it stands in the list. */
export interface ContainerImage {
  readonly name: string;
  readonly index: number;
  readonly image: string;
}

/** The container of a name with its image; undefined where there is none. */
export function containerImage(workload: { readonly spec?: { readonly template: PodTemplateSpec } | undefined } | undefined, name: string): ContainerImage | undefined {
  const containers = workload?.spec?.template.spec?.containers ?? [];
  const index = containers.findIndex((container) => container.name === name);
  const image = containers[index]?.image;
  return image === undefined ? undefined : { name, index, image };
}

/** Changes the image of a container. Lists are addressed by position: the test makes sure that the same container still stands there. */
export function imageOperations({ name, index }: Pick<ContainerImage, 'name' | 'index'>, image: string): JsonOperations {
  const path = `/spec/template/spec/containers/${index}`;
  return [
    { op: 'test', path: `${path}/name`, value: name },
    { op: 'replace', path: `${path}/image`, value: image },
  ];
}
