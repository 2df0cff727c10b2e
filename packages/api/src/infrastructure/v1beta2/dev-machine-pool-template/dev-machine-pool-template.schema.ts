import type { KubeObject } from '../../../resource.ts';
import { DevMachinePoolSpecSchema, type DevMachinePoolSpec } from '../dev-machine-pool/dev-machine-pool.schema.ts';
import { templateSchema, type TemplateSpec } from '../shared/template.schema.ts';

export const DevMachinePoolTemplateSchema = templateSchema({ kind: 'DevMachinePool', spec: DevMachinePoolSpecSchema, purpose: 'the DevMachinePools of a ClusterClass are made from' });

/** DevMachinePoolTemplate is what the DevMachinePools of a ClusterClass are made from. */
export interface DevMachinePoolTemplate extends KubeObject {
  spec: TemplateSpec<DevMachinePoolSpec>;
}
