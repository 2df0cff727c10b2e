import { dateTime, described, int64, object, optional, unboundedString, type Static } from './schema.ts';

/** The swap memory of a Node. */
export const NodeSwapStatusSchema = object({
  capacity: optional(int64({ description: 'capacity is the size of the swap memory in bytes.' })),
});

export interface NodeSwapStatus extends Static<typeof NodeSwapStatusSchema> {}

/** What a Node reports about its system. */
export const NodeSystemInfoSchema = object({
  architecture: unboundedString({ description: 'architecture is the processor architecture.' }),
  bootID: unboundedString({ description: 'bootID identifies the current boot.' }),
  containerRuntimeVersion: unboundedString({ description: 'containerRuntimeVersion is name and version of the container runtime.' }),
  kernelVersion: unboundedString({ description: 'kernelVersion is the version of the kernel.' }),
  kubeProxyVersion: unboundedString({ description: 'kubeProxyVersion is no longer filled by Kubernetes.' }),
  kubeletVersion: unboundedString({ description: 'kubeletVersion is the version of the kubelet.' }),
  machineID: unboundedString({ description: 'machineID identifies the installation of the operating system.' }),
  operatingSystem: unboundedString({ description: 'operatingSystem is the operating system, such as linux.' }),
  osImage: unboundedString({ description: "osImage is the name of the operating system's release." }),
  swap: optional(described(NodeSwapStatusSchema, 'swap describes the swap memory.')),
  systemUUID: unboundedString({ description: 'systemUUID identifies the hardware or virtual machine.' }),
});

export interface NodeSystemInfo extends Static<typeof NodeSystemInfoSchema> {}

/** Names an object; where it occurs, only some fields matter. */
export const ObjectReferenceSchema = object(
  {
    apiVersion: optional(unboundedString({ description: 'apiVersion is group and version of the object.' })),
    fieldPath: optional(unboundedString({ description: 'fieldPath is a part of the object.' })),
    kind: optional(unboundedString({ description: 'kind is the kind of the object.' })),
    name: optional(unboundedString({ description: 'name is the name of the object.' })),
    namespace: optional(unboundedString({ description: 'namespace is the namespace of the object.' })),
    resourceVersion: optional(unboundedString({ description: 'resourceVersion is one particular state of the object.' })),
    uid: optional(unboundedString({ description: 'uid is the unique ID of the object.' })),
  },
  { atomic: true },
);

export interface ObjectReference extends Static<typeof ObjectReferenceSchema> {}

/** A taint of a Node. */
export const TaintSchema = object({
  effect: unboundedString({ description: 'effect is what happens to Pods that do not tolerate the taint: NoSchedule, PreferNoSchedule or NoExecute.' }),
  key: unboundedString({ description: 'key is the key of the taint.' }),
  timeAdded: optional(dateTime({ description: 'timeAdded is when the taint was added.' })),
  value: optional(unboundedString({ description: 'value is the value of the taint.' })),
});

export interface Taint extends Static<typeof TaintSchema> {}

/** Names an object in the same namespace. */
export const LocalObjectReferenceSchema = object(
  {
    name: optional(unboundedString({ default: '', description: 'name is the name of the object.' })),
  },
  { atomic: true },
);

export interface LocalObjectReference extends Static<typeof LocalObjectReferenceSchema> {}
