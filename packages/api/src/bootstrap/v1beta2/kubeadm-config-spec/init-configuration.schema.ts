import { dateTime, described, int32, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { NodeRegistrationOptionsSchema, PatchesSchema, TimeoutsSchema } from './node-registration.schema.ts';

/** BootstrapToken is to be described. */
export const BootstrapTokenSchema = object({
  token: string({ minLength: 1, maxLength: 23, description: 'token is to be described.' }),
  description: optional(string({ minLength: 1, maxLength: 512, description: 'description is to be described.' })),
  ttlSeconds: optional(int32({ minimum: 0, description: 'ttlSeconds is to be described.' })),
  expires: optional(dateTime({ description: 'expires is to be described.' })),
  usages: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 100, description: 'usages is to be described.' })),
  groups: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 100, description: 'groups is to be described.' })),
});

export interface BootstrapToken extends Static<typeof BootstrapTokenSchema> {}

/** LocalAPIEndpoint is to be described. */
export const LocalAPIEndpointSchema = object({
  advertiseAddress: optional(string({ minLength: 1, maxLength: 39, description: 'advertiseAddress is to be described.' })),
  bindPort: optional(int32({ minimum: 1, description: 'bindPort is to be described.' })),
}, { minProperties: 1 });

export interface LocalAPIEndpoint extends Static<typeof LocalAPIEndpointSchema> {}

/** InitConfiguration is to be described. */
export const InitConfigurationSchema = object({
  bootstrapTokens: optional(listAtomic(BootstrapTokenSchema, { minItems: 1, maxItems: 100, description: 'bootstrapTokens is to be described.' })),
  nodeRegistration: optional(described(NodeRegistrationOptionsSchema, 'nodeRegistration is to be described.')),
  localAPIEndpoint: optional(described(LocalAPIEndpointSchema, 'localAPIEndpoint is to be described.')),
  skipPhases: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 50, description: 'skipPhases is to be described.' })),
  patches: optional(described(PatchesSchema, 'patches is to be described.')),
  timeouts: optional(described(TimeoutsSchema, 'timeouts is to be described.')),
}, { minProperties: 1 });

export interface InitConfiguration extends Static<typeof InitConfigurationSchema> {}
