import { object, optional, string, type Static } from '../../../schema/schema.ts';

/** How Machines are named. */
export const MachineNamingSpecSchema = object(
  {
    template: optional(
      string({
        minLength: 1,
        maxLength: 256,
        description: 'template is a Go template of the name that must use .random; it knows .cluster.name and the name of the owner, such as .machineSet.name.',
      }),
    ),
  },
  { minProperties: 1 },
);

export interface MachineNamingSpec extends Static<typeof MachineNamingSpecSchema> {}
