import { described, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { DiscoverySchema } from './discovery.schema.ts';
import { LocalAPIEndpointSchema } from './init-configuration.schema.ts';
import { NodeRegistrationOptionsSchema, PatchesSchema, TimeoutsSchema } from './node-registration.schema.ts';

/** JoinControlPlane is to be described. */
export const JoinControlPlaneSchema = object({
  localAPIEndpoint: optional(described(LocalAPIEndpointSchema, 'localAPIEndpoint is to be described.')),
});

export interface JoinControlPlane extends Static<typeof JoinControlPlaneSchema> {}

/** JoinConfiguration is to be described. */
export const JoinConfigurationSchema = object({
  nodeRegistration: optional(described(NodeRegistrationOptionsSchema, 'nodeRegistration is to be described.')),
  caCertPath: optional(string({ minLength: 1, maxLength: 512, description: 'caCertPath is to be described.' })),
  discovery: optional(described(DiscoverySchema, 'discovery is to be described.')),
  controlPlane: optional(described(JoinControlPlaneSchema, 'controlPlane is to be described.')),
  skipPhases: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 50, description: 'skipPhases is to be described.' })),
  patches: optional(described(PatchesSchema, 'patches is to be described.')),
  timeouts: optional(described(TimeoutsSchema, 'timeouts is to be described.')),
}, { minProperties: 1 });

export interface JoinConfiguration extends Static<typeof JoinConfigurationSchema> {}
