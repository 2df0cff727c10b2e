import { boolean, described, enumeration, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';

/** SecretKeySource is to be described. */
export const SecretKeySourceSchema = object({
  name: string({ minLength: 1, maxLength: 253, description: 'name is to be described.' }),
  key: string({ minLength: 1, maxLength: 256, description: 'key is to be described.' }),
});

export interface SecretKeySource extends Static<typeof SecretKeySourceSchema> {}

/** ContentSource is to be described. */
export const ContentSourceSchema = object({
  secret: described(SecretKeySourceSchema, 'secret is to be described.'),
});

export interface ContentSource extends Static<typeof ContentSourceSchema> {}

/** KubeadmFile is to be described. */
export const KubeadmFileSchema = object({
  path: string({ minLength: 1, maxLength: 512, description: 'path is to be described.' }),
  owner: optional(string({ minLength: 1, maxLength: 256, description: 'owner is to be described.' })),
  permissions: optional(string({ minLength: 1, maxLength: 16, description: 'permissions is to be described.' })),
  encoding: optional(enumeration(['base64', 'gzip', 'gzip+base64'], { description: 'encoding is to be described.' })),
  append: optional(boolean({ description: 'append is to be described.' })),
  content: optional(string({ minLength: 1, maxLength: 10240, description: 'content is to be described.' })),
  contentFrom: optional(described(ContentSourceSchema, 'contentFrom is to be described.')),
  contentFormat: optional(enumeration(['Raw', 'Template'], { description: 'contentFormat is to be described.' })),
});

export interface KubeadmFile extends Static<typeof KubeadmFileSchema> {}

/** KubeadmUser is to be described. */
export const KubeadmUserSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is to be described.' }),
  gecos: optional(string({ minLength: 1, maxLength: 256, description: 'gecos is to be described.' })),
  groups: optional(string({ minLength: 1, maxLength: 256, description: 'groups is to be described.' })),
  homeDir: optional(string({ minLength: 1, maxLength: 256, description: 'homeDir is to be described.' })),
  inactive: optional(boolean({ description: 'inactive is to be described.' })),
  shell: optional(string({ minLength: 1, maxLength: 256, description: 'shell is to be described.' })),
  passwd: optional(string({ minLength: 1, maxLength: 256, description: 'passwd is to be described.' })),
  passwdFrom: optional(described(ContentSourceSchema, 'passwdFrom is to be described.')),
  primaryGroup: optional(string({ minLength: 1, maxLength: 256, description: 'primaryGroup is to be described.' })),
  lockPassword: optional(boolean({ description: 'lockPassword is to be described.' })),
  sudo: optional(string({ minLength: 1, maxLength: 256, description: 'sudo is to be described.' })),
  sshAuthorizedKeys: optional(listAtomic(string({ minLength: 1, maxLength: 2048 }), { maxItems: 100, description: 'sshAuthorizedKeys is to be described.' })),
});

export interface KubeadmUser extends Static<typeof KubeadmUserSchema> {}

/** NTP is to be described. */
export const NTPSchema = object({
  servers: optional(listAtomic(string({ minLength: 1, maxLength: 512 }), { maxItems: 100, description: 'servers is to be described.' })),
  enabled: optional(boolean({ description: 'enabled is to be described.' })),
}, { minProperties: 1 });

export interface NTP extends Static<typeof NTPSchema> {}

/** ContainerLinuxConfig is to be described. */
export const ContainerLinuxConfigSchema = object({
  additionalConfig: optional(string({ minLength: 1, maxLength: 32768, description: 'additionalConfig is to be described.' })),
  strict: optional(boolean({ description: 'strict is to be described.' })),
}, { minProperties: 1 });

export interface ContainerLinuxConfig extends Static<typeof ContainerLinuxConfigSchema> {}

/** IgnitionSpec is to be described. */
export const IgnitionSpecSchema = object({
  containerLinuxConfig: optional(described(ContainerLinuxConfigSchema, 'containerLinuxConfig is to be described.')),
}, { minProperties: 1 });

export interface IgnitionSpec extends Static<typeof IgnitionSpecSchema> {}
