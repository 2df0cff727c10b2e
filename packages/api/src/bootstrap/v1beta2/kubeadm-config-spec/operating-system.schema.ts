import { boolean, described, enumeration, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';

/** A key of a Secret in the same namespace. */
export const SecretKeySourceSchema = object({
  name: string({ minLength: 1, maxLength: 253, description: 'name is the name of the Secret.' }),
  key: string({ minLength: 1, maxLength: 256, description: 'key is the key in the Secret.' }),
});

export interface SecretKeySource extends Static<typeof SecretKeySourceSchema> {}

/** Where content comes from that must not be in the spec. */
export const ContentSourceSchema = object({
  secret: described(SecretKeySourceSchema, 'secret takes the content from a Secret.'),
});

export interface ContentSource extends Static<typeof ContentSourceSchema> {}

/** A file that is written before kubeadm runs. */
export const KubeadmFileSchema = object({
  path: string({ minLength: 1, maxLength: 512, description: 'path is where the file is written on the machine.' }),
  owner: optional(string({ minLength: 1, maxLength: 256, description: 'owner is user and group of the file, such as root:root.' })),
  permissions: optional(string({ minLength: 1, maxLength: 16, description: 'permissions is the mode of the file, such as 0640.' })),
  encoding: optional(
    enumeration(['base64', 'gzip', 'gzip+base64'], {
      description: 'encoding says how content is encoded: base64, gzip or gzip+base64; not at all where absent.',
    }),
  ),
  append: optional(boolean({ description: 'append adds the content to a file that exists.' })),
  content: optional(string({ minLength: 1, maxLength: 10240, description: 'content is the content of the file; it excludes contentFrom.' })),
  contentFrom: optional(described(ContentSourceSchema, 'contentFrom takes the content from a Secret; it excludes content.')),
  contentFormat: optional(
    enumeration(['Raw', 'Template'], {
      description: 'contentFormat is Template where content is a Go template that knows .controlPlane.version, or Raw, the default.',
    }),
  ),
});

export interface KubeadmFile extends Static<typeof KubeadmFileSchema> {}

/** A user of the operating system. */
export const KubeadmUserSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is the name of the user.' }),
  gecos: optional(string({ minLength: 1, maxLength: 256, description: 'gecos is the full name of the user.' })),
  groups: optional(string({ minLength: 1, maxLength: 256, description: 'groups lists further groups of the user, comma separated.' })),
  homeDir: optional(string({ minLength: 1, maxLength: 256, description: 'homeDir is the home directory of the user.' })),
  inactive: optional(boolean({ description: 'inactive creates the user, but nobody may log in as it.' })),
  shell: optional(string({ minLength: 1, maxLength: 256, description: 'shell is the shell of the user.' })),
  passwd: optional(string({ minLength: 1, maxLength: 256, description: "passwd is the hash of the user's password." })),
  passwdFrom: optional(described(ContentSourceSchema, 'passwdFrom takes the hash of the password from a Secret; it excludes passwd.')),
  primaryGroup: optional(string({ minLength: 1, maxLength: 256, description: 'primaryGroup is the first group of the user.' })),
  lockPassword: optional(boolean({ description: 'lockPassword forbids to log in with a password.' })),
  sudo: optional(string({ minLength: 1, maxLength: 256, description: 'sudo is a line of sudo rules for the user.' })),
  sshAuthorizedKeys: optional(
    listAtomic(string({ minLength: 1, maxLength: 2048 }), { maxItems: 100, description: 'sshAuthorizedKeys lists the public keys that may log in.' }),
  ),
});

export interface KubeadmUser extends Static<typeof KubeadmUserSchema> {}

/** Synchronisation of the clock. */
export const NTPSchema = object(
  {
    servers: optional(listAtomic(string({ minLength: 1, maxLength: 512 }), { maxItems: 100, description: 'servers lists the time servers.' })),
    enabled: optional(boolean({ description: 'enabled turns synchronisation on.' })),
  },
  { minProperties: 1 },
);

export interface NTP extends Static<typeof NTPSchema> {}

/** Settings for machines with Flatcar or Container Linux. */
export const ContainerLinuxConfigSchema = object(
  {
    additionalConfig: optional(
      string({ minLength: 1, maxLength: 32768, description: 'additionalConfig is Container Linux Config in YAML that is merged over the one that we make.' }),
    ),
    strict: optional(boolean({ description: 'strict refuses configuration with warnings.' })),
  },
  { minProperties: 1 },
);

export interface ContainerLinuxConfig extends Static<typeof ContainerLinuxConfigSchema> {}

/** Settings for format ignition. */
export const IgnitionSpecSchema = object(
  {
    containerLinuxConfig: optional(described(ContainerLinuxConfigSchema, 'containerLinuxConfig holds settings for Flatcar and Container Linux.')),
  },
  { minProperties: 1 },
);

export interface IgnitionSpec extends Static<typeof IgnitionSpecSchema> {}
