import { boolean, described, listAtomic, map, object, optional, string, unboundedString, type Static } from '../../../schema/schema.ts';

/** Verification of the API server by a token. */
export const BootstrapTokenDiscoverySchema = object(
  {
    token: optional(string({ minLength: 1, maxLength: 512, description: 'token is the token that signs the information about the cluster.' })),
    apiServerEndpoint: optional(
      string({ minLength: 1, maxLength: 512, description: 'apiServerEndpoint is address and port of the API server, without scheme.' }),
    ),
    caCertHashes: optional(
      listAtomic(string({ minLength: 1, maxLength: 512 }), {
        minItems: 1,
        maxItems: 100,
        description: 'caCertHashes lists hashes of public keys, one of which the CA must have.',
      }),
    ),
    unsafeSkipCAVerification: optional(boolean({ description: 'unsafeSkipCAVerification trusts any CA; an attacker may then pretend to be the API server.' })),
  },
  { minProperties: 1 },
);

export interface BootstrapTokenDiscovery extends Static<typeof BootstrapTokenDiscoverySchema> {}

/** The API server in a kubeconfig file. */
export const KubeConfigClusterSchema = object(
  {
    server: optional(string({ minLength: 1, maxLength: 512, description: 'server is the URL of the API server; that of the Cluster where absent.' })),
    tlsServerName: optional(string({ minLength: 1, maxLength: 512, description: "tlsServerName is the name that the server's certificate is checked for." })),
    insecureSkipTLSVerify: optional(boolean({ description: 'insecureSkipTLSVerify trusts any certificate.' })),
    certificateAuthorityData: optional(
      string({ format: 'byte', minLength: 1, maxLength: 51200, description: 'certificateAuthorityData is the CA in PEM; that of the Cluster where absent.' }),
    ),
    proxyURL: optional(string({ minLength: 1, maxLength: 512, description: 'proxyURL is a proxy for all requests.' })),
  },
  { minProperties: 1 },
);

export interface KubeConfigCluster extends Static<typeof KubeConfigClusterSchema> {}

/** A plugin of the client that gets credentials. */
export const KubeConfigAuthProviderSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is the name of the plugin.' }),
  config: optional(map(unboundedString(), { description: 'config holds the settings of the plugin.' })),
});

export interface KubeConfigAuthProvider extends Static<typeof KubeConfigAuthProviderSchema> {}

/** An environment variable of the command. */
export const KubeConfigAuthExecEnvSchema = object({
  name: string({ minLength: 1, maxLength: 512, description: 'name is the name of the variable.' }),
  value: string({ minLength: 1, maxLength: 512, description: 'value is the value of the variable.' }),
});

export interface KubeConfigAuthExecEnv extends Static<typeof KubeConfigAuthExecEnvSchema> {}

/** A command on the machine that gets credentials. */
export const KubeConfigAuthExecSchema = object({
  command: string({ minLength: 1, maxLength: 1024, description: 'command is the command to run.' }),
  args: optional(listAtomic(string({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 100, description: 'args lists the arguments of the command.' })),
  env: optional(
    listAtomic(KubeConfigAuthExecEnvSchema, { minItems: 1, maxItems: 100, description: 'env lists environment variables that are added for the command.' }),
  ),
  apiVersion: optional(string({ minLength: 1, maxLength: 512, description: 'apiVersion is the version of ExecCredential that the command speaks.' })),
  provideClusterInfo: optional(boolean({ description: 'provideClusterInfo hands the address of the cluster to the command.' })),
});

export interface KubeConfigAuthExec extends Static<typeof KubeConfigAuthExecSchema> {}

/** How to log in to the API server; one field is set. */
export const KubeConfigUserSchema = object(
  {
    authProvider: optional(described(KubeConfigAuthProviderSchema, 'authProvider is a plugin that gets credentials.')),
    exec: optional(described(KubeConfigAuthExecSchema, 'exec is a command that gets credentials.')),
  },
  { minProperties: 1 },
);

export interface KubeConfigUser extends Static<typeof KubeConfigUserSchema> {}

/** A kubeconfig file that is written onto the machine. */
export const FileDiscoveryKubeConfigSchema = object({
  cluster: optional(described(KubeConfigClusterSchema, 'cluster describes the API server; taken from the Cluster where absent.')),
  user: described(KubeConfigUserSchema, 'user says how to log in.'),
});

export interface FileDiscoveryKubeConfig extends Static<typeof FileDiscoveryKubeConfigSchema> {}

/** Verification of the API server by a kubeconfig file. */
export const FileDiscoverySchema = object({
  kubeConfigPath: string({ minLength: 1, maxLength: 512, description: 'kubeConfigPath is where the file is on the machine.' }),
  kubeConfig: optional(described(FileDiscoveryKubeConfigSchema, 'kubeConfig is the content of the file, written by us.')),
});

export interface FileDiscovery extends Static<typeof FileDiscoverySchema> {}

/** How a joining machine verifies the API server. */
export const DiscoverySchema = object(
  {
    bootstrapToken: optional(described(BootstrapTokenDiscoverySchema, 'bootstrapToken verifies by a token; it excludes file.')),
    file: optional(described(FileDiscoverySchema, 'file verifies by a kubeconfig file; it excludes bootstrapToken.')),
    tlsBootstrapToken: optional(
      string({
        minLength: 1,
        maxLength: 512,
        description: 'tlsBootstrapToken is the token with which the kubelet asks for its certificate; the discovery token where absent.',
      }),
    ),
  },
  { minProperties: 1 },
);

export interface Discovery extends Static<typeof DiscoverySchema> {}
