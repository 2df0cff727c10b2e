import type { KubeObject } from '../../../resource.ts';
import { DockerClusterSpecSchema, type DockerClusterSpec } from '../docker-cluster/docker-cluster.schema.ts';
import { templateSchema, type TemplateSpec } from '../shared/template.schema.ts';

export const DockerClusterTemplateSchema = templateSchema({ kind: 'DockerCluster', spec: DockerClusterSpecSchema, purpose: 'the DockerClusters of a ClusterClass are made from' });

/** DockerClusterTemplate is what the DockerClusters of a ClusterClass are made from. */
export interface DockerClusterTemplate extends KubeObject {
  spec: TemplateSpec<DockerClusterSpec>;
}
