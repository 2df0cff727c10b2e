import { dnsSubdomain, groupVersion, kindName } from '../../../schema/limits.ts';
import { object, string, type Static } from '../../../schema/schema.ts';

/** Names an object in the namespace of the one that refers to it; which version to read follows from the contract labels of its CRD. */
export const ContractVersionedObjectReferenceSchema = object({
  kind: string({ ...kindName, description: 'kind is the kind of the object.' }),
  name: string({ ...dnsSubdomain, description: 'name is the name of the object.' }),
  apiGroup: string({ ...dnsSubdomain, description: 'apiGroup is the API group of the object, without a version.' }),
});

export interface ContractVersionedObjectReference extends Static<typeof ContractVersionedObjectReferenceSchema> {}

/** Names a template in the same namespace, with the version to read it at. */
export const TemplateReferenceSchema = object({
  kind: string({ ...kindName, description: 'kind is the kind of the template.' }),
  name: string({ ...dnsSubdomain, description: 'name is the name of the template.' }),
  apiVersion: string({
    ...groupVersion,
    description: 'apiVersion is group and version of the template; the controller moves it to the newest version of the contract.',
  }),
});

export interface TemplateReference extends Static<typeof TemplateReferenceSchema> {}

/** Names an object whose kind and namespace follow from the field. */
export const NameReferenceSchema = object({
  name: string({ ...dnsSubdomain, description: 'name is the name of the object.' }),
});

export interface NameReference extends Static<typeof NameReferenceSchema> {}
