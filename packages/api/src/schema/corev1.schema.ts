import { dateTime, described, int64, object, optional, string, type Static } from './schema.ts';

/** NodeSwapStatus is to be described. */
export const NodeSwapStatusSchema = object({
  capacity: optional(int64({ description: 'capacity is to be described.' })),
});

export interface NodeSwapStatus extends Static<typeof NodeSwapStatusSchema> {}

/** NodeSystemInfo is to be described. */
export const NodeSystemInfoSchema = object({
  architecture: string({ description: 'architecture is to be described.' }),
  bootID: string({ description: 'bootID is to be described.' }),
  containerRuntimeVersion: string({ description: 'containerRuntimeVersion is to be described.' }),
  kernelVersion: string({ description: 'kernelVersion is to be described.' }),
  kubeProxyVersion: string({ description: 'kubeProxyVersion is to be described.' }),
  kubeletVersion: string({ description: 'kubeletVersion is to be described.' }),
  machineID: string({ description: 'machineID is to be described.' }),
  operatingSystem: string({ description: 'operatingSystem is to be described.' }),
  osImage: string({ description: 'osImage is to be described.' }),
  swap: optional(described(NodeSwapStatusSchema, 'swap is to be described.')),
  systemUUID: string({ description: 'systemUUID is to be described.' }),
});

export interface NodeSystemInfo extends Static<typeof NodeSystemInfoSchema> {}

/** ObjectReference is to be described. */
export const ObjectReferenceSchema = object({
  apiVersion: optional(string({ description: 'apiVersion is to be described.' })),
  fieldPath: optional(string({ description: 'fieldPath is to be described.' })),
  kind: optional(string({ description: 'kind is to be described.' })),
  name: optional(string({ description: 'name is to be described.' })),
  namespace: optional(string({ description: 'namespace is to be described.' })),
  resourceVersion: optional(string({ description: 'resourceVersion is to be described.' })),
  uid: optional(string({ description: 'uid is to be described.' })),
}, { atomic: true });

export interface ObjectReference extends Static<typeof ObjectReferenceSchema> {}

/** Taint is to be described. */
export const TaintSchema = object({
  effect: string({ description: 'effect is to be described.' }),
  key: string({ description: 'key is to be described.' }),
  timeAdded: optional(dateTime({ description: 'timeAdded is to be described.' })),
  value: optional(string({ description: 'value is to be described.' })),
});

export interface Taint extends Static<typeof TaintSchema> {}

/** LocalObjectReference is to be described. */
export const LocalObjectReferenceSchema = object({
  name: optional(string({ default: '', description: 'name is to be described.' })),
}, { atomic: true });

export interface LocalObjectReference extends Static<typeof LocalObjectReferenceSchema> {}
