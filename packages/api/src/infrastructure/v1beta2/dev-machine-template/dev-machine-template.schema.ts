import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, map, object, optional, quantity, type Static } from '../../../schema/schema.ts';
import { DevMachineSpecSchema } from '../dev-machine/dev-machine.schema.ts';

/** The DevMachine to create. */
export const DevMachineTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to the objects made from the template: labels and annotations.')),
  spec: described(DevMachineSpecSchema, 'spec is the spec of each DevMachine.'),
});

export interface DevMachineTemplateResource extends Static<typeof DevMachineTemplateResourceSchema> {}

/** What DevMachines are made from. */
export const DevMachineTemplateSpecSchema = object({
  template: described(DevMachineTemplateResourceSchema, 'template describes the DevMachines to create.'),
});

export interface DevMachineTemplateSpec extends Static<typeof DevMachineTemplateSpecSchema> {}

/** What an autoscaler must know about machines that do not exist yet. */
export const DevMachineTemplateStatusSchema = object({
  capacity: optional(map(quantity(), { description: 'capacity is what each machine offers, by resource.' })),
});

export interface DevMachineTemplateStatus extends Static<typeof DevMachineTemplateStatusSchema> {}

export const DevMachineTemplateSchema = kubeObject(
  {
    spec: optional(described(DevMachineTemplateSpecSchema, 'spec is what the DevMachineTemplate should be.')),
    status: optional(described(DevMachineTemplateStatusSchema, 'status tells autoscalers what the machines offer.')),
  },
  { description: 'DevMachineTemplate is what DevMachines are made from.' },
);

/** DevMachineTemplate is what DevMachines are made from. */
export interface DevMachineTemplate extends KubeObject {
  spec: DevMachineTemplateSpec;
  status?: DevMachineTemplateStatus;
}
