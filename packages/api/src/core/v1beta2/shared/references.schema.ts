import { object, string, type Static } from '../../../schema/schema.ts';
import { dnsSubdomain, groupVersion, kindName } from '../../../schema/limits.ts';

/** ContractVersionedObjectReference is to be described. */
export const ContractVersionedObjectReferenceSchema = object({
  kind: string({ ...kindName, description: 'kind is to be described.' }),
  name: string({ ...dnsSubdomain, description: 'name is to be described.' }),
  apiGroup: string({ ...dnsSubdomain, description: 'apiGroup is to be described.' }),
});

export interface ContractVersionedObjectReference extends Static<typeof ContractVersionedObjectReferenceSchema> {}

/** TemplateReference is to be described. */
export const TemplateReferenceSchema = object({
  kind: string({ ...kindName, description: 'kind is to be described.' }),
  name: string({ ...dnsSubdomain, description: 'name is to be described.' }),
  apiVersion: string({ ...groupVersion, description: 'apiVersion is to be described.' }),
});

export interface TemplateReference extends Static<typeof TemplateReferenceSchema> {}

/** NameReference is to be described. */
export const NameReferenceSchema = object({
  name: string({ ...dnsSubdomain, description: 'name is to be described.' }),
});

export interface NameReference extends Static<typeof NameReferenceSchema> {}
