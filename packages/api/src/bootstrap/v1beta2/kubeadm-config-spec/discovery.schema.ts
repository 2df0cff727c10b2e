import { boolean, described, listAtomic, map, object, optional, string, type Static } from '../../../schema/schema.ts';

/** BootstrapTokenDiscovery is to be described. */
export const BootstrapTokenDiscoverySchema = object({
  token: optional(string({ minLength: 1, maxLength: 512, description: 'token is to be described.' })),
  apiServerEndpoint: optional(string({ minLength: 1, maxLength: 512, description: 'apiServerEndpoint is to be described.' })),
  caCertHashes: optional(listAtomic(string({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 100, description: 'caCertHashes is to be described.' })),
  unsafeSkipCAVerification: optional(boolean({ description: 'unsafeSkipCAVerification is to be described.' })),
}, { minProperties: 1 });

export interface BootstrapTokenDiscovery extends Static<typeof BootstrapTokenDiscoverySchema> {}

/** KubeConfigCluster is to be described. */
export const KubeConfigClusterSchema = object({
  server: optional(string({ minLength: 1, maxLength: 512, description: 'server is to be described.' })),
  tlsServerName: optional(string({ minLength: 1, maxLength: 512, description: 'tlsServerName is to be described.' })),
  insecureSkipTLSVerify: optional(boolean({ description: 'insecureSkipTLSVerify is to be described.' })),
  certificateAuthorityData: optional(string({ format: 'byte', minLength: 1, maxLength: 51200, description: 'certificateAuthorityData is to be described.' })),
  proxyURL: optional(string({ minLength: 1, maxLength: 512, description: 'proxyURL is to be described.' })),
}, { minProperties: 1 });

export interface KubeConfigCluster extends Static<typeof KubeConfigClusterSchema> {}

/** KubeConfigAuthProvider is to be described. */
export const KubeConfigAuthProviderSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is to be described.' }),
  config: optional(map(string(), { description: 'config is to be described.' })),
});

export interface KubeConfigAuthProvider extends Static<typeof KubeConfigAuthProviderSchema> {}

/** KubeConfigAuthExecEnv is to be described. */
export const KubeConfigAuthExecEnvSchema = object({
  name: string({ minLength: 1, maxLength: 512, description: 'name is to be described.' }),
  value: string({ minLength: 1, maxLength: 512, description: 'value is to be described.' }),
});

export interface KubeConfigAuthExecEnv extends Static<typeof KubeConfigAuthExecEnvSchema> {}

/** KubeConfigAuthExec is to be described. */
export const KubeConfigAuthExecSchema = object({
  command: string({ minLength: 1, maxLength: 1024, description: 'command is to be described.' }),
  args: optional(listAtomic(string({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 100, description: 'args is to be described.' })),
  env: optional(listAtomic(KubeConfigAuthExecEnvSchema, { minItems: 1, maxItems: 100, description: 'env is to be described.' })),
  apiVersion: optional(string({ minLength: 1, maxLength: 512, description: 'apiVersion is to be described.' })),
  provideClusterInfo: optional(boolean({ description: 'provideClusterInfo is to be described.' })),
});

export interface KubeConfigAuthExec extends Static<typeof KubeConfigAuthExecSchema> {}

/** KubeConfigUser is to be described. */
export const KubeConfigUserSchema = object({
  authProvider: optional(described(KubeConfigAuthProviderSchema, 'authProvider is to be described.')),
  exec: optional(described(KubeConfigAuthExecSchema, 'exec is to be described.')),
}, { minProperties: 1 });

export interface KubeConfigUser extends Static<typeof KubeConfigUserSchema> {}

/** FileDiscoveryKubeConfig is to be described. */
export const FileDiscoveryKubeConfigSchema = object({
  cluster: optional(described(KubeConfigClusterSchema, 'cluster is to be described.')),
  user: described(KubeConfigUserSchema, 'user is to be described.'),
});

export interface FileDiscoveryKubeConfig extends Static<typeof FileDiscoveryKubeConfigSchema> {}

/** FileDiscovery is to be described. */
export const FileDiscoverySchema = object({
  kubeConfigPath: string({ minLength: 1, maxLength: 512, description: 'kubeConfigPath is to be described.' }),
  kubeConfig: optional(described(FileDiscoveryKubeConfigSchema, 'kubeConfig is to be described.')),
});

export interface FileDiscovery extends Static<typeof FileDiscoverySchema> {}

/** Discovery is to be described. */
export const DiscoverySchema = object({
  bootstrapToken: optional(described(BootstrapTokenDiscoverySchema, 'bootstrapToken is to be described.')),
  file: optional(described(FileDiscoverySchema, 'file is to be described.')),
  tlsBootstrapToken: optional(string({ minLength: 1, maxLength: 512, description: 'tlsBootstrapToken is to be described.' })),
}, { minProperties: 1 });

export interface Discovery extends Static<typeof DiscoverySchema> {}
