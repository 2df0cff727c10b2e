import { described, enumeration, int32, listAtomic, listUndeclared, object, optional, string, type Static } from '../../../schema/schema.ts';
import { ClusterConfigurationSchema } from './cluster-configuration.schema.ts';
import { DiskSetupSchema } from './disks.schema.ts';
import { InitConfigurationSchema } from './init-configuration.schema.ts';
import { JoinConfigurationSchema } from './join-configuration.schema.ts';
import { IgnitionSpecSchema, KubeadmFileSchema, KubeadmUserSchema, NTPSchema } from './operating-system.schema.ts';

/** How a machine is made a part of the cluster with kubeadm. */
export const KubeadmConfigSpecSchema = object(
  {
    clusterConfiguration: optional(
      described(ClusterConfigurationSchema, 'clusterConfiguration describes the cluster; used on the first control plane machine.'),
    ),
    initConfiguration: optional(described(InitConfigurationSchema, 'initConfiguration describes kubeadm init; used on the first control plane machine.')),
    joinConfiguration: optional(described(JoinConfigurationSchema, 'joinConfiguration describes kubeadm join; used on all other machines.')),
    files: optional(listAtomic(KubeadmFileSchema, { minItems: 1, maxItems: 200, description: 'files lists files to write before kubeadm runs.' })),
    diskSetup: optional(described(DiskSetupSchema, 'diskSetup lists partitions and file systems to create.')),
    mounts: optional(
      listAtomic(listUndeclared(string({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 100 }), {
        minItems: 1,
        maxItems: 100,
        description: 'mounts lists mount points; each is a list of fields as in fstab.',
      }),
    ),
    bootCommands: optional(
      listAtomic(string({ minLength: 1, maxLength: 10240 }), {
        minItems: 1,
        maxItems: 1000,
        description: 'bootCommands lists commands to run early on every boot; cloud-init only.',
      }),
    ),
    preKubeadmCommands: optional(
      listAtomic(string({ minLength: 1, maxLength: 10240 }), {
        minItems: 1,
        maxItems: 1000,
        description: 'preKubeadmCommands lists commands to run before kubeadm.',
      }),
    ),
    postKubeadmCommands: optional(
      listAtomic(string({ minLength: 1, maxLength: 10240 }), {
        minItems: 1,
        maxItems: 1000,
        description: 'postKubeadmCommands lists commands to run after kubeadm.',
      }),
    ),
    users: optional(listAtomic(KubeadmUserSchema, { minItems: 1, maxItems: 100, description: 'users lists users of the operating system to create.' })),
    ntp: optional(described(NTPSchema, 'ntp sets up synchronisation of the clock.')),
    format: optional(
      enumeration(['cloud-config', 'ignition'], { description: 'format is the format of the bootstrap data: cloud-config, the default, or ignition.' }),
    ),
    verbosity: optional(int32({ description: "verbosity is the level of kubeadm's log." })),
    ignition: optional(described(IgnitionSpecSchema, 'ignition holds settings for format ignition.')),
  },
  { minProperties: 1 },
);

export interface KubeadmConfigSpec extends Static<typeof KubeadmConfigSpecSchema> {}
