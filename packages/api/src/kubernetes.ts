/**
 * Kubernetes' own kinds, with the fields that controllers here read or write.
 *
 * Not complete on purpose: a field is added when somebody needs it.
 */
import type { KubeObject, ObjectMeta, Resource } from './resource.ts';

export interface LabelSelectorRequirement {
  key: string;
  operator: string;
  values?: string[];
}

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: LabelSelectorRequirement[];
}

export interface LocalObjectReference {
  name?: string;
}

export interface ObjectReference {
  apiVersion?: string;
  kind?: string;
  namespace?: string;
  name?: string;
  uid?: string;
  resourceVersion?: string;
  fieldPath?: string;
}

// Configuration and credentials

export interface Secret extends KubeObject {
  type?: string;
  immutable?: boolean;
  /** Values are base64. */
  data?: Record<string, string>;
  /** Write only; the API server merges it into data. */
  stringData?: Record<string, string>;
}

export interface ConfigMap extends KubeObject {
  immutable?: boolean;
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
}

export interface ServiceAccount extends KubeObject {
  secrets?: ObjectReference[];
  imagePullSecrets?: LocalObjectReference[];
  automountServiceAccountToken?: boolean;
}

// Nodes

export interface Taint {
  key: string;
  value?: string;
  effect: string;
  timeAdded?: string;
}

export interface NodeAddress {
  type: string;
  address: string;
}

export interface NodeCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastHeartbeatTime?: string;
  lastTransitionTime?: string;
}

export interface NodeSystemInfo {
  architecture: string;
  bootID: string;
  containerRuntimeVersion: string;
  kernelVersion: string;
  kubeProxyVersion: string;
  kubeletVersion: string;
  machineID: string;
  operatingSystem: string;
  osImage: string;
  systemUUID: string;
  swap?: { capacity?: number };
}

export interface Node extends KubeObject {
  spec?: {
    providerID?: string;
    podCIDR?: string;
    podCIDRs?: string[];
    unschedulable?: boolean;
    taints?: Taint[];
  };
  status?: {
    addresses?: NodeAddress[];
    conditions?: NodeCondition[];
    nodeInfo?: NodeSystemInfo;
    capacity?: Record<string, string>;
    allocatable?: Record<string, string>;
    volumesAttached?: { name: string; devicePath: string }[];
    volumesInUse?: string[];
  };
}

// Pods and what runs them

export interface EnvironmentVariable {
  name: string;
  value?: string;
  valueFrom?: unknown;
}

export interface Container {
  name: string;
  image?: string;
  command?: string[];
  args?: string[];
  env?: EnvironmentVariable[];
  ports?: { name?: string; containerPort: number; hostPort?: number; protocol?: string }[];
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean; subPath?: string }[];
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  [field: string]: unknown;
}

export interface Volume {
  name: string;
  persistentVolumeClaim?: { claimName: string; readOnly?: boolean };
  configMap?: { name?: string; items?: { key: string; path: string }[]; [field: string]: unknown };
  secret?: { secretName?: string; [field: string]: unknown };
  emptyDir?: Record<string, unknown>;
  hostPath?: { path: string; type?: string };
  [source: string]: unknown;
}

export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

export interface PodSpec {
  nodeName?: string;
  containers: Container[];
  initContainers?: Container[];
  volumes?: Volume[];
  tolerations?: Toleration[];
  nodeSelector?: Record<string, string>;
  serviceAccountName?: string;
  terminationGracePeriodSeconds?: number;
  hostNetwork?: boolean;
  priorityClassName?: string;
  [field: string]: unknown;
}

export interface ContainerStatus {
  name: string;
  ready?: boolean;
  restartCount?: number;
  image?: string;
  state?: {
    waiting?: { reason?: string; message?: string };
    running?: { startedAt?: string };
    terminated?: { exitCode: number; reason?: string; message?: string };
  };
  lastState?: {
    terminated?: { exitCode: number; reason?: string; message?: string };
  };
}

export interface PodCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastProbeTime?: string;
  lastTransitionTime?: string;
}

export interface Pod extends KubeObject {
  spec?: PodSpec;
  status?: {
    phase?: string;
    conditions?: PodCondition[];
    containerStatuses?: ContainerStatus[];
    hostIP?: string;
    podIP?: string;
    startTime?: string;
    reason?: string;
    message?: string;
  };
}

export interface PodTemplateSpec {
  metadata?: Partial<ObjectMeta>;
  spec?: PodSpec;
}

export interface Deployment extends KubeObject {
  spec?: {
    replicas?: number;
    selector: LabelSelector;
    template: PodTemplateSpec;
    [field: string]: unknown;
  };
  status?: {
    replicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    updatedReplicas?: number;
    observedGeneration?: number;
  };
}

export interface DaemonSet extends KubeObject {
  spec?: {
    selector: LabelSelector;
    template: PodTemplateSpec;
    [field: string]: unknown;
  };
  status?: {
    desiredNumberScheduled?: number;
    currentNumberScheduled?: number;
    numberReady?: number;
    numberAvailable?: number;
    observedGeneration?: number;
  };
}

export interface PodDisruptionBudget extends KubeObject {
  spec?: { selector?: LabelSelector; minAvailable?: number | string; maxUnavailable?: number | string };
  status?: { disruptionsAllowed?: number };
}

// Network

export interface ServicePort {
  name?: string;
  port: number;
  targetPort?: number | string;
  nodePort?: number;
  protocol?: string;
}

export interface Service extends KubeObject {
  spec?: {
    type?: string;
    clusterIP?: string;
    selector?: Record<string, string>;
    ports?: ServicePort[];
    [field: string]: unknown;
  };
}

export interface EndpointSubset {
  addresses?: { ip: string; hostname?: string; nodeName?: string; targetRef?: ObjectReference }[];
  notReadyAddresses?: { ip: string; hostname?: string; nodeName?: string; targetRef?: ObjectReference }[];
  ports?: { name?: string; port: number; protocol?: string }[];
}

export interface Endpoints extends KubeObject {
  subsets?: EndpointSubset[];
}

// Storage

export interface PersistentVolume extends KubeObject {
  spec?: { claimRef?: ObjectReference; csi?: { driver: string; volumeHandle: string }; [field: string]: unknown };
  status?: { phase?: string };
}

export interface PersistentVolumeClaim extends KubeObject {
  spec?: { volumeName?: string; storageClassName?: string; [field: string]: unknown };
  status?: { phase?: string };
}

export interface VolumeAttachment extends KubeObject {
  spec: { attacher: string; nodeName: string; source: { persistentVolumeName?: string; inlineVolumeSpec?: unknown } };
  status?: { attached: boolean };
}

// Coordination and events

export interface Namespace extends KubeObject {
  spec?: { finalizers?: string[] };
  status?: { phase?: string };
}

export interface Lease extends KubeObject {
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    acquireTime?: string;
    renewTime?: string;
    leaseTransitions?: number;
  };
}

/** The event of the core group, the one that upstream's recorder writes. */
export interface Event extends KubeObject {
  involvedObject: ObjectReference;
  reason?: string;
  message?: string;
  type?: string;
  count?: number;
  firstTimestamp?: string;
  lastTimestamp?: string;
  source?: { component?: string; host?: string };
  reportingComponent?: string;
  reportingInstance?: string;
}

// Permissions

export interface PolicyRule {
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
  verbs: string[];
}

export interface RoleRef {
  apiGroup: string;
  kind: string;
  name: string;
}

export interface Subject {
  kind: string;
  name: string;
  namespace?: string;
  apiGroup?: string;
}

export interface Role extends KubeObject {
  rules?: PolicyRule[];
}

export interface ClusterRole extends KubeObject {
  rules?: PolicyRule[];
  aggregationRule?: { clusterRoleSelectors?: LabelSelector[] };
}

export interface RoleBinding extends KubeObject {
  roleRef: RoleRef;
  subjects?: Subject[];
}

export interface ClusterRoleBinding extends KubeObject {
  roleRef: RoleRef;
  subjects?: Subject[];
}

// Extension of the API server

export interface WebhookClientConfig {
  url?: string;
  caBundle?: string;
  service?: { namespace: string; name: string; path?: string; port?: number };
}

export interface CustomResourceDefinitionVersion {
  name: string;
  served: boolean;
  storage: boolean;
  deprecated?: boolean;
  schema?: { openAPIV3Schema?: Record<string, unknown> };
  subresources?: { status?: Record<string, never>; scale?: Record<string, string> };
  additionalPrinterColumns?: { name: string; type: string; jsonPath: string; priority?: number; description?: string }[];
}

export interface CustomResourceDefinition extends KubeObject {
  spec: {
    group: string;
    scope: 'Namespaced' | 'Cluster';
    names: {
      kind: string;
      plural: string;
      listKind?: string;
      singular?: string;
      shortNames?: string[];
      categories?: string[];
    };
    versions: CustomResourceDefinitionVersion[];
    conversion?: {
      strategy: 'None' | 'Webhook';
      webhook?: { clientConfig?: WebhookClientConfig; conversionReviewVersions: string[] };
    };
  };
  status?: {
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    storedVersions?: string[];
  };
}

export interface WebhookRule {
  apiGroups: string[];
  apiVersions: string[];
  operations: string[];
  resources: string[];
  scope?: string;
}

export interface AdmissionWebhook {
  name: string;
  clientConfig: WebhookClientConfig;
  rules?: WebhookRule[];
  failurePolicy?: string;
  matchPolicy?: string;
  sideEffects: string;
  admissionReviewVersions: string[];
  timeoutSeconds?: number;
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
}

export interface ValidatingWebhookConfiguration extends KubeObject {
  webhooks?: AdmissionWebhook[];
}

export interface MutatingWebhookConfiguration extends KubeObject {
  webhooks?: (AdmissionWebhook & { reinvocationPolicy?: string })[];
}

// Descriptors

function core<T extends KubeObject>(kind: string, plural: string, namespaced = true): Resource<T> {
  return { group: '', version: 'v1', kind, plural, namespaced };
}

function v1<T extends KubeObject>(group: string, kind: string, plural: string, namespaced = true): Resource<T> {
  return { group, version: 'v1', kind, plural, namespaced };
}

export const Secrets = core<Secret>('Secret', 'secrets');
export const ConfigMaps = core<ConfigMap>('ConfigMap', 'configmaps');
export const ServiceAccounts = core<ServiceAccount>('ServiceAccount', 'serviceaccounts');
export const Nodes = core<Node>('Node', 'nodes', false);
export const Pods = core<Pod>('Pod', 'pods');
export const Services = core<Service>('Service', 'services');
export const Endpoints = core<Endpoints>('Endpoints', 'endpoints');
export const Events = core<Event>('Event', 'events');
export const Namespaces = core<Namespace>('Namespace', 'namespaces', false);
export const PersistentVolumes = core<PersistentVolume>('PersistentVolume', 'persistentvolumes', false);
export const PersistentVolumeClaims = core<PersistentVolumeClaim>('PersistentVolumeClaim', 'persistentvolumeclaims');

export const Deployments = v1<Deployment>('apps', 'Deployment', 'deployments');
export const DaemonSets = v1<DaemonSet>('apps', 'DaemonSet', 'daemonsets');
export const PodDisruptionBudgets = v1<PodDisruptionBudget>('policy', 'PodDisruptionBudget', 'poddisruptionbudgets');
export const VolumeAttachments = v1<VolumeAttachment>('storage.k8s.io', 'VolumeAttachment', 'volumeattachments', false);
export const Leases = v1<Lease>('coordination.k8s.io', 'Lease', 'leases');

const rbac = 'rbac.authorization.k8s.io';
export const Roles = v1<Role>(rbac, 'Role', 'roles');
export const RoleBindings = v1<RoleBinding>(rbac, 'RoleBinding', 'rolebindings');
export const ClusterRoles = v1<ClusterRole>(rbac, 'ClusterRole', 'clusterroles', false);
export const ClusterRoleBindings = v1<ClusterRoleBinding>(rbac, 'ClusterRoleBinding', 'clusterrolebindings', false);

export const CustomResourceDefinitions = v1<CustomResourceDefinition>(
  'apiextensions.k8s.io',
  'CustomResourceDefinition',
  'customresourcedefinitions',
  false,
);

const admission = 'admissionregistration.k8s.io';
export const ValidatingWebhookConfigurations = v1<ValidatingWebhookConfiguration>(
  admission,
  'ValidatingWebhookConfiguration',
  'validatingwebhookconfigurations',
  false,
);
export const MutatingWebhookConfigurations = v1<MutatingWebhookConfiguration>(
  admission,
  'MutatingWebhookConfiguration',
  'mutatingwebhookconfigurations',
  false,
);
