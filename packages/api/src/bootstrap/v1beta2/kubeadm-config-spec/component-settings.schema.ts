import { boolean, object, optional, string, type Static } from '../../../schema/schema.ts';

/** ComponentArgument is to be described. */
export const ComponentArgumentSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is to be described.' }),
  value: string({ minLength: 0, maxLength: 1024, description: 'value is to be described.' }),
});

export interface ComponentArgument extends Static<typeof ComponentArgumentSchema> {}

/** HostPathMount is to be described. */
export const HostPathMountSchema = object({
  name: string({ minLength: 1, maxLength: 512, description: 'name is to be described.' }),
  hostPath: string({ minLength: 1, maxLength: 512, description: 'hostPath is to be described.' }),
  mountPath: string({ minLength: 1, maxLength: 512, description: 'mountPath is to be described.' }),
  readOnly: optional(boolean({ description: 'readOnly is to be described.' })),
  pathType: optional(string({ description: 'pathType is to be described.' })),
});

export interface HostPathMount extends Static<typeof HostPathMountSchema> {}
