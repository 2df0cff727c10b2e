import { dateTime, described, int32, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { NodeRegistrationOptionsSchema, PatchesSchema, TimeoutsSchema } from './node-registration.schema.ts';

/** A token with which machines may join. */
export const BootstrapTokenSchema = object({
  token: string({ minLength: 1, maxLength: 23, description: 'token is the token: six characters, a dot, sixteen characters.' }),
  description: optional(string({ minLength: 1, maxLength: 512, description: 'description says what the token is for.' })),
  ttlSeconds: optional(int32({ minimum: 0, description: 'ttlSeconds is how long the token is valid; it excludes expires.' })),
  expires: optional(dateTime({ description: 'expires is when the token stops to be valid; it excludes ttlSeconds.' })),
  usages: optional(
    listAtomic(string({ minLength: 1, maxLength: 256 }), {
      minItems: 1,
      maxItems: 100,
      description: 'usages says what the token may be used for: signing, authentication.',
    }),
  ),
  groups: optional(
    listAtomic(string({ minLength: 1, maxLength: 256 }), {
      minItems: 1,
      maxItems: 100,
      description: 'groups lists the groups that the bearer of the token is in.',
    }),
  ),
});

export interface BootstrapToken extends Static<typeof BootstrapTokenSchema> {}

/** Where the API server of one machine listens. */
export const LocalAPIEndpointSchema = object(
  {
    advertiseAddress: optional(
      string({
        minLength: 1,
        maxLength: 39,
        description: 'advertiseAddress is the IP address that the API server tells others; found by kubeadm where absent.',
      }),
    ),
    bindPort: optional(int32({ minimum: 1, description: 'bindPort is the port of the API server; 6443 where absent.' })),
  },
  { minProperties: 1 },
);

export interface LocalAPIEndpoint extends Static<typeof LocalAPIEndpointSchema> {}

/** What kubeadm needs to know on the first control plane machine. */
export const InitConfigurationSchema = object(
  {
    bootstrapTokens: optional(listAtomic(BootstrapTokenSchema, { minItems: 1, maxItems: 100, description: 'bootstrapTokens lists tokens to create.' })),
    nodeRegistration: optional(described(NodeRegistrationOptionsSchema, 'nodeRegistration says how the machine becomes a Node.')),
    localAPIEndpoint: optional(described(LocalAPIEndpointSchema, 'localAPIEndpoint is where the API server of the machine listens.')),
    skipPhases: optional(
      listAtomic(string({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 50, description: 'skipPhases lists phases of kubeadm that are left out.' }),
    ),
    patches: optional(described(PatchesSchema, 'patches names a folder with patches of what kubeadm deploys.')),
    timeouts: optional(described(TimeoutsSchema, 'timeouts limits how long parts of kubeadm may take.')),
  },
  { minProperties: 1 },
);

export interface InitConfiguration extends Static<typeof InitConfigurationSchema> {}
