import { environmentVariableList } from '../../../schema/environment.schema.ts';
import { described, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { argumentList } from './component-settings.schema.ts';

/** An etcd member on each control plane machine. */
export const LocalEtcdSchema = object(
  {
    imageRepository: optional(
      string({ minLength: 1, maxLength: 512, description: 'imageRepository is the registry of the etcd image; that of the cluster where absent.' }),
    ),
    imageTag: optional(string({ minLength: 1, maxLength: 256, description: "imageTag is the tag of the etcd image; kubeadm's choice where absent." })),
    dataDir: optional(string({ minLength: 1, maxLength: 512, description: 'dataDir is where etcd keeps its data; /var/lib/etcd where absent.' })),
    extraArgs: optional(argumentList('extraArgs', "extraArgs lists arguments of etcd; they win over kubeadm's.")),
    extraEnvs: optional(environmentVariableList("extraEnvs lists environment variables of etcd; they win over kubeadm's.")),
    serverCertSANs: optional(
      listAtomic(string({ minLength: 1, maxLength: 253 }), {
        minItems: 1,
        maxItems: 100,
        description: 'serverCertSANs lists further names in the server certificate of etcd.',
      }),
    ),
    peerCertSANs: optional(
      listAtomic(string({ minLength: 1, maxLength: 253 }), {
        minItems: 1,
        maxItems: 100,
        description: 'peerCertSANs lists further names in the peer certificate of etcd.',
      }),
    ),
  },
  { minProperties: 1 },
);

export interface LocalEtcd extends Static<typeof LocalEtcdSchema> {}

/** An etcd cluster that somebody else runs. */
export const ExternalEtcdSchema = object({
  endpoints: listAtomic(string({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 50, description: 'endpoints lists the addresses of the members.' }),
  caFile: string({ minLength: 1, maxLength: 512, description: 'caFile is the CA of etcd, a path on the machine.' }),
  certFile: string({ minLength: 1, maxLength: 512, description: 'certFile is the client certificate, a path on the machine.' }),
  keyFile: string({ minLength: 1, maxLength: 512, description: 'keyFile is the client key, a path on the machine.' }),
});

export interface ExternalEtcd extends Static<typeof ExternalEtcdSchema> {}

/** The etcd of a cluster; one field is set, local etcd where none is. */
export const EtcdSchema = object(
  {
    local: optional(described(LocalEtcdSchema, 'local runs a member on each control plane machine.')),
    external: optional(described(ExternalEtcdSchema, 'external uses an etcd cluster that exists already.')),
  },
  { minProperties: 1 },
);

export interface Etcd extends Static<typeof EtcdSchema> {}
