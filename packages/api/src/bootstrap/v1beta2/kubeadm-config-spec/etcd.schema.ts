import { described, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { ComponentArgumentSchema } from './component-settings.schema.ts';
import { EnvVarSchema } from '../../../schema/environment.schema.ts';

/** LocalEtcd is to be described. */
export const LocalEtcdSchema = object({
  imageRepository: optional(string({ minLength: 1, maxLength: 512, description: 'imageRepository is to be described.' })),
  imageTag: optional(string({ minLength: 1, maxLength: 256, description: 'imageTag is to be described.' })),
  dataDir: optional(string({ minLength: 1, maxLength: 512, description: 'dataDir is to be described.' })),
  extraArgs: optional(listMap(['name', 'value'], ComponentArgumentSchema, { minItems: 1, maxItems: 100, rules: [{ rule: 'self.all(x, self.exists_one(y, x.name == y.name))', message: 'extraArgs name must be unique' }], description: 'extraArgs is to be described.' })),
  extraEnvs: optional(listAtomic(EnvVarSchema, { minItems: 1, maxItems: 100, description: 'extraEnvs is to be described.' })),
  serverCertSANs: optional(listAtomic(string({ minLength: 1, maxLength: 253 }), { minItems: 1, maxItems: 100, description: 'serverCertSANs is to be described.' })),
  peerCertSANs: optional(listAtomic(string({ minLength: 1, maxLength: 253 }), { minItems: 1, maxItems: 100, description: 'peerCertSANs is to be described.' })),
}, { minProperties: 1 });

export interface LocalEtcd extends Static<typeof LocalEtcdSchema> {}

/** ExternalEtcd is to be described. */
export const ExternalEtcdSchema = object({
  endpoints: listAtomic(string({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 50, description: 'endpoints is to be described.' }),
  caFile: string({ minLength: 1, maxLength: 512, description: 'caFile is to be described.' }),
  certFile: string({ minLength: 1, maxLength: 512, description: 'certFile is to be described.' }),
  keyFile: string({ minLength: 1, maxLength: 512, description: 'keyFile is to be described.' }),
});

export interface ExternalEtcd extends Static<typeof ExternalEtcdSchema> {}

/** Etcd is to be described. */
export const EtcdSchema = object({
  local: optional(described(LocalEtcdSchema, 'local is to be described.')),
  external: optional(described(ExternalEtcdSchema, 'external is to be described.')),
}, { minProperties: 1 });

export interface Etcd extends Static<typeof EtcdSchema> {}
