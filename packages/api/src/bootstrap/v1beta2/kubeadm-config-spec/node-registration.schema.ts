import { boolean, enumeration, int32, listAtomic, listMap, listUndeclared, object, optional, string, type Static } from '../../../schema/schema.ts';
import { ComponentArgumentSchema } from './component-settings.schema.ts';
import { TaintSchema } from '../../../schema/corev1.schema.ts';

/** NodeRegistrationOptions is to be described. */
export const NodeRegistrationOptionsSchema = object({
  name: optional(string({ minLength: 1, maxLength: 253, description: 'name is to be described.' })),
  criSocket: optional(string({ minLength: 1, maxLength: 512, description: 'criSocket is to be described.' })),
  taints: optional(listUndeclared(TaintSchema, { minItems: 0, maxItems: 100, description: 'taints is to be described.' })),
  kubeletExtraArgs: optional(listMap(['name', 'value'], ComponentArgumentSchema, { minItems: 1, maxItems: 100, rules: [{ rule: 'self.all(x, self.exists_one(y, x.name == y.name))', message: 'kubeletExtraArgs name must be unique' }], description: 'kubeletExtraArgs is to be described.' })),
  ignorePreflightErrors: optional(listAtomic(string({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 50, description: 'ignorePreflightErrors is to be described.' })),
  imagePullPolicy: optional(enumeration(['Always', 'IfNotPresent', 'Never'], { description: 'imagePullPolicy is to be described.' })),
  imagePullSerial: optional(boolean({ description: 'imagePullSerial is to be described.' })),
}, { minProperties: 1 });

export interface NodeRegistrationOptions extends Static<typeof NodeRegistrationOptionsSchema> {}

/** Patches is to be described. */
export const PatchesSchema = object({
  directory: optional(string({ minLength: 1, maxLength: 512, description: 'directory is to be described.' })),
}, { minProperties: 1 });

export interface Patches extends Static<typeof PatchesSchema> {}

/** Timeouts is to be described. */
export const TimeoutsSchema = object({
  controlPlaneComponentHealthCheckSeconds: optional(int32({ minimum: 0, description: 'controlPlaneComponentHealthCheckSeconds is to be described.' })),
  kubeletHealthCheckSeconds: optional(int32({ minimum: 0, description: 'kubeletHealthCheckSeconds is to be described.' })),
  kubernetesAPICallSeconds: optional(int32({ minimum: 0, description: 'kubernetesAPICallSeconds is to be described.' })),
  etcdAPICallSeconds: optional(int32({ minimum: 0, description: 'etcdAPICallSeconds is to be described.' })),
  tlsBootstrapSeconds: optional(int32({ minimum: 0, description: 'tlsBootstrapSeconds is to be described.' })),
  discoverySeconds: optional(int32({ minimum: 0, description: 'discoverySeconds is to be described.' })),
}, { minProperties: 1 });

export interface Timeouts extends Static<typeof TimeoutsSchema> {}
