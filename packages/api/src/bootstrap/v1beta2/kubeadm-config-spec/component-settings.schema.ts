import { boolean, listAtomic, listMap, object, optional, string, unboundedString, type Static } from '../../../schema/schema.ts';

/** A command line argument of a component. */
export const ComponentArgumentSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is the name of the flag without dashes.' }),
  value: string({ minLength: 0, maxLength: 1024, description: 'value is the value of the flag.' }),
});

export interface ComponentArgument extends Static<typeof ComponentArgumentSchema> {}

/** Arguments of a component, each name once. */
export function argumentList(field: string, description: string) {
  return listMap(['name', 'value'], ComponentArgumentSchema, {
    minItems: 1,
    maxItems: 100,
    rules: [{ rule: 'self.all(x, self.exists_one(y, x.name == y.name))', message: `${field} name must be unique` }],
    description,
  });
}

/** A path of the host that is mounted into a component. */
export const HostPathMountSchema = object({
  name: string({ minLength: 1, maxLength: 512, description: 'name is the name of the volume.' }),
  hostPath: string({ minLength: 1, maxLength: 512, description: 'hostPath is the path on the host.' }),
  mountPath: string({ minLength: 1, maxLength: 512, description: "mountPath is the path inside the component's Pod." }),
  readOnly: optional(boolean({ description: 'readOnly mounts the volume without the right to write.' })),
  pathType: optional(unboundedString({ description: 'pathType says what must be at the path of the host, such as DirectoryOrCreate.' })),
});

export interface HostPathMount extends Static<typeof HostPathMountSchema> {}

/** Host paths that are mounted into a component. */
export function hostPathMountList(description: string) {
  return listAtomic(HostPathMountSchema, { minItems: 1, maxItems: 100, description });
}
