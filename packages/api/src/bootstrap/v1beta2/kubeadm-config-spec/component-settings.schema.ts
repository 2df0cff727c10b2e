import { boolean, object, optional, string, type Static } from '../../../schema/schema.ts';

/** A command line argument of a component; a name may occur more than once. */
export const ComponentArgumentSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is the name of the flag without dashes.' }),
  value: string({ minLength: 0, maxLength: 1024, description: 'value is the value of the flag.' }),
});

export interface ComponentArgument extends Static<typeof ComponentArgumentSchema> {}

/** A path of the host that is mounted into a component. */
export const HostPathMountSchema = object({
  name: string({ minLength: 1, maxLength: 512, description: 'name is the name of the volume.' }),
  hostPath: string({ minLength: 1, maxLength: 512, description: 'hostPath is the path on the host.' }),
  mountPath: string({ minLength: 1, maxLength: 512, description: "mountPath is the path inside the component's Pod." }),
  readOnly: optional(boolean({ description: 'readOnly mounts the volume without the right to write.' })),
  pathType: optional(string({ description: 'pathType says what must be at the path of the host, such as DirectoryOrCreate.' })),
});

export interface HostPathMount extends Static<typeof HostPathMountSchema> {}
