import { described, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { DiscoverySchema } from './discovery.schema.ts';
import { LocalAPIEndpointSchema } from './init-configuration.schema.ts';
import { NodeRegistrationOptionsSchema, PatchesSchema, TimeoutsSchema } from './node-registration.schema.ts';

/** What a joining control plane machine needs besides. */
export const JoinControlPlaneSchema = object({
  localAPIEndpoint: optional(described(LocalAPIEndpointSchema, 'localAPIEndpoint is where the API server of the machine listens.')),
});

export interface JoinControlPlane extends Static<typeof JoinControlPlaneSchema> {}

/** What kubeadm needs to know on machines that join. */
export const JoinConfigurationSchema = object(
  {
    nodeRegistration: optional(described(NodeRegistrationOptionsSchema, 'nodeRegistration says how the machine becomes a Node.')),
    caCertPath: optional(
      string({
        minLength: 1,
        maxLength: 512,
        description: 'caCertPath is where the CA of the cluster is on the machine; /etc/kubernetes/pki/ca.crt where absent.',
      }),
    ),
    discovery: optional(described(DiscoverySchema, 'discovery says how the machine verifies the API server; a token is made where it is absent.')),
    controlPlane: optional(described(JoinControlPlaneSchema, 'controlPlane makes the machine part of the control plane.')),
    skipPhases: optional(
      listAtomic(string({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 50, description: 'skipPhases lists phases of kubeadm that are left out.' }),
    ),
    patches: optional(described(PatchesSchema, 'patches names a folder with patches of what kubeadm deploys.')),
    timeouts: optional(described(TimeoutsSchema, 'timeouts limits how long parts of kubeadm may take.')),
  },
  { minProperties: 1 },
);

export interface JoinConfiguration extends Static<typeof JoinConfigurationSchema> {}
