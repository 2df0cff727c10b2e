import { boolean, described, enumeration, int32, listAtomic, listMap, map, object, optional, string, type Static } from '../../../schema/schema.ts';
import { ComponentArgumentSchema, HostPathMountSchema } from './component-settings.schema.ts';
import { EtcdSchema } from './etcd.schema.ts';
import { EnvVarSchema } from '../../../schema/environment.schema.ts';

/** APIServer is to be described. */
export const APIServerSchema = object({
  extraArgs: optional(listMap(['name', 'value'], ComponentArgumentSchema, { minItems: 1, maxItems: 100, rules: [{ rule: 'self.all(x, self.exists_one(y, x.name == y.name))', message: 'extraArgs name must be unique' }], description: 'extraArgs is to be described.' })),
  extraVolumes: optional(listAtomic(HostPathMountSchema, { minItems: 1, maxItems: 100, description: 'extraVolumes is to be described.' })),
  extraEnvs: optional(listAtomic(EnvVarSchema, { minItems: 1, maxItems: 100, description: 'extraEnvs is to be described.' })),
  certSANs: optional(listAtomic(string({ minLength: 1, maxLength: 253 }), { minItems: 1, maxItems: 100, description: 'certSANs is to be described.' })),
}, { minProperties: 1 });

export interface APIServer extends Static<typeof APIServerSchema> {}

/** ControlPlaneComponent is to be described. */
export const ControlPlaneComponentSchema = object({
  extraArgs: optional(listMap(['name', 'value'], ComponentArgumentSchema, { minItems: 1, maxItems: 100, rules: [{ rule: 'self.all(x, self.exists_one(y, x.name == y.name))', message: 'extraArgs name must be unique' }], description: 'extraArgs is to be described.' })),
  extraVolumes: optional(listAtomic(HostPathMountSchema, { minItems: 1, maxItems: 100, description: 'extraVolumes is to be described.' })),
  extraEnvs: optional(listAtomic(EnvVarSchema, { minItems: 1, maxItems: 100, description: 'extraEnvs is to be described.' })),
}, { minProperties: 1 });

export interface ControlPlaneComponent extends Static<typeof ControlPlaneComponentSchema> {}

/** KubeadmDNS is to be described. */
export const KubeadmDNSSchema = object({
  imageRepository: optional(string({ minLength: 1, maxLength: 512, description: 'imageRepository is to be described.' })),
  imageTag: optional(string({ minLength: 1, maxLength: 256, description: 'imageTag is to be described.' })),
}, { minProperties: 1 });

export interface KubeadmDNS extends Static<typeof KubeadmDNSSchema> {}

/** ClusterConfiguration is to be described. */
export const ClusterConfigurationSchema = object({
  etcd: optional(described(EtcdSchema, 'etcd is to be described.')),
  controlPlaneEndpoint: optional(string({ minLength: 1, maxLength: 512, description: 'controlPlaneEndpoint is to be described.' })),
  apiServer: optional(described(APIServerSchema, 'apiServer is to be described.')),
  controllerManager: optional(described(ControlPlaneComponentSchema, 'controllerManager is to be described.')),
  scheduler: optional(described(ControlPlaneComponentSchema, 'scheduler is to be described.')),
  dns: optional(described(KubeadmDNSSchema, 'dns is to be described.')),
  certificatesDir: optional(string({ minLength: 1, maxLength: 512, description: 'certificatesDir is to be described.' })),
  imageRepository: optional(string({ minLength: 1, maxLength: 512, description: 'imageRepository is to be described.' })),
  featureGates: optional(map(boolean(), { description: 'featureGates is to be described.' })),
  certificateValidityPeriodDays: optional(int32({ minimum: 1, maximum: 1095, description: 'certificateValidityPeriodDays is to be described.' })),
  caCertificateValidityPeriodDays: optional(int32({ minimum: 1, maximum: 36500, description: 'caCertificateValidityPeriodDays is to be described.' })),
  encryptionAlgorithm: optional(enumeration(['ECDSA-P256', 'ECDSA-P384', 'RSA-2048', 'RSA-3072', 'RSA-4096'], { description: 'encryptionAlgorithm is to be described.' })),
}, { minProperties: 1 });

export interface ClusterConfiguration extends Static<typeof ClusterConfigurationSchema> {}
