import { described, enumeration, int32, listAtomic, listUndeclared, object, optional, string, type Static } from '../../../schema/schema.ts';
import { ClusterConfigurationSchema } from './cluster-configuration.schema.ts';
import { DiskSetupSchema } from './disks.schema.ts';
import { InitConfigurationSchema } from './init-configuration.schema.ts';
import { JoinConfigurationSchema } from './join-configuration.schema.ts';
import { IgnitionSpecSchema, KubeadmFileSchema, KubeadmUserSchema, NTPSchema } from './operating-system.schema.ts';

/** KubeadmConfigSpec is to be described. */
export const KubeadmConfigSpecSchema = object({
  clusterConfiguration: optional(described(ClusterConfigurationSchema, 'clusterConfiguration is to be described.')),
  initConfiguration: optional(described(InitConfigurationSchema, 'initConfiguration is to be described.')),
  joinConfiguration: optional(described(JoinConfigurationSchema, 'joinConfiguration is to be described.')),
  files: optional(listAtomic(KubeadmFileSchema, { minItems: 1, maxItems: 200, description: 'files is to be described.' })),
  diskSetup: optional(described(DiskSetupSchema, 'diskSetup is to be described.')),
  mounts: optional(listAtomic(listUndeclared(string({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 100 }), { minItems: 1, maxItems: 100, description: 'mounts is to be described.' })),
  bootCommands: optional(listAtomic(string({ minLength: 1, maxLength: 10240 }), { minItems: 1, maxItems: 1000, description: 'bootCommands is to be described.' })),
  preKubeadmCommands: optional(listAtomic(string({ minLength: 1, maxLength: 10240 }), { minItems: 1, maxItems: 1000, description: 'preKubeadmCommands is to be described.' })),
  postKubeadmCommands: optional(listAtomic(string({ minLength: 1, maxLength: 10240 }), { minItems: 1, maxItems: 1000, description: 'postKubeadmCommands is to be described.' })),
  users: optional(listAtomic(KubeadmUserSchema, { minItems: 1, maxItems: 100, description: 'users is to be described.' })),
  ntp: optional(described(NTPSchema, 'ntp is to be described.')),
  format: optional(enumeration(['cloud-config', 'ignition'], { description: 'format is to be described.' })),
  verbosity: optional(int32({ description: 'verbosity is to be described.' })),
  ignition: optional(described(IgnitionSpecSchema, 'ignition is to be described.')),
}, { minProperties: 1 });

export interface KubeadmConfigSpec extends Static<typeof KubeadmConfigSpecSchema> {}
