import type { KubeObject } from '../../../resource.ts';
import { DevClusterSpecSchema, type DevClusterSpec } from '../dev-cluster/dev-cluster.schema.ts';
import { templateSchema, type TemplateSpec } from '../shared/template.schema.ts';

export const DevClusterTemplateSchema = templateSchema({ kind: 'DevCluster', spec: DevClusterSpecSchema, purpose: 'the DevClusters of a ClusterClass are made from' });

/** DevClusterTemplate is what the DevClusters of a ClusterClass are made from. */
export interface DevClusterTemplate extends KubeObject {
  spec: TemplateSpec<DevClusterSpec>;
}
