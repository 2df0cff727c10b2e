import { environmentVariableList } from '../../../schema/environment.schema.ts';
import { boolean, described, enumeration, int32, listAtomic, map, object, optional, string, type Static } from '../../../schema/schema.ts';
import { argumentList, hostPathMountList } from './component-settings.schema.ts';
import { EtcdSchema } from './etcd.schema.ts';

/** Settings of kube-apiserver. */
export const APIServerSchema = object(
  {
    extraArgs: optional(argumentList('extraArgs', "extraArgs lists arguments of the component; they win over kubeadm's.")),
    extraVolumes: optional(hostPathMountList('extraVolumes lists paths of the host that are mounted into the component.')),
    extraEnvs: optional(environmentVariableList("extraEnvs lists environment variables of the component; they win over kubeadm's.")),
    certSANs: optional(
      listAtomic(string({ minLength: 1, maxLength: 253 }), {
        minItems: 1,
        maxItems: 100,
        description: 'certSANs lists further names in the certificate of the API server.',
      }),
    ),
  },
  { minProperties: 1 },
);

export interface APIServer extends Static<typeof APIServerSchema> {}

/** Settings of kube-controller-manager or kube-scheduler. */
export const ControlPlaneComponentSchema = object(
  {
    extraArgs: optional(argumentList('extraArgs', "extraArgs lists arguments of the component; they win over kubeadm's.")),
    extraVolumes: optional(hostPathMountList('extraVolumes lists paths of the host that are mounted into the component.')),
    extraEnvs: optional(environmentVariableList("extraEnvs lists environment variables of the component; they win over kubeadm's.")),
  },
  { minProperties: 1 },
);

export interface ControlPlaneComponent extends Static<typeof ControlPlaneComponentSchema> {}

/** The image of CoreDNS. */
export const KubeadmDNSSchema = object(
  {
    imageRepository: optional(
      string({ minLength: 1, maxLength: 512, description: 'imageRepository is the registry of the image; that of the cluster where absent.' }),
    ),
    imageTag: optional(string({ minLength: 1, maxLength: 256, description: "imageTag is the tag of the image; kubeadm's choice where absent." })),
  },
  { minProperties: 1 },
);

export interface KubeadmDNS extends Static<typeof KubeadmDNSSchema> {}

/** What kubeadm needs to know about the cluster as a whole. */
export const ClusterConfigurationSchema = object(
  {
    etcd: optional(described(EtcdSchema, 'etcd describes the etcd of the cluster.')),
    controlPlaneEndpoint: optional(
      string({
        minLength: 1,
        maxLength: 512,
        description: 'controlPlaneEndpoint is the stable address of the control plane, with or without a port; that of the Cluster where absent.',
      }),
    ),
    apiServer: optional(described(APIServerSchema, 'apiServer holds settings of kube-apiserver.')),
    controllerManager: optional(described(ControlPlaneComponentSchema, 'controllerManager holds settings of kube-controller-manager.')),
    scheduler: optional(described(ControlPlaneComponentSchema, 'scheduler holds settings of kube-scheduler.')),
    dns: optional(described(KubeadmDNSSchema, 'dns chooses the image of CoreDNS.')),
    certificatesDir: optional(
      string({ minLength: 1, maxLength: 512, description: 'certificatesDir is where certificates are on the machines; /etc/kubernetes/pki where absent.' }),
    ),
    imageRepository: optional(
      string({ minLength: 1, maxLength: 512, description: 'imageRepository is the registry of all images; registry.k8s.io where absent.' }),
    ),
    featureGates: optional(map(boolean(), { description: 'featureGates turns features of kubeadm on or off.' })),
    certificateValidityPeriodDays: optional(
      int32({
        minimum: 1,
        maximum: 1095,
        description: 'certificateValidityPeriodDays is how long certificates from kubeadm are valid; one year where absent.',
      }),
    ),
    caCertificateValidityPeriodDays: optional(
      int32({
        minimum: 1,
        maximum: 36500,
        description: 'caCertificateValidityPeriodDays is how long CAs from Cluster API are valid; ten years where absent. It cannot change.',
      }),
    ),
    encryptionAlgorithm: optional(
      enumeration(['ECDSA-P256', 'ECDSA-P384', 'RSA-2048', 'RSA-3072', 'RSA-4096'], {
        description: 'encryptionAlgorithm is the kind of keys for new certificates; RSA-2048 where absent. Existing keys stay.',
      }),
    ),
  },
  { minProperties: 1 },
);

export interface ClusterConfiguration extends Static<typeof ClusterConfigurationSchema> {}
