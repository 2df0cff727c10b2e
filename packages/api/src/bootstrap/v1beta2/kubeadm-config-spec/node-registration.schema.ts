import { TaintSchema } from '../../../schema/corev1.schema.ts';
import { boolean, enumeration, int32, listAtomic, listUndeclared, object, optional, string, type Static } from '../../../schema/schema.ts';
import { argumentList } from './component-settings.schema.ts';

/** How a machine becomes a Node. */
export const NodeRegistrationOptionsSchema = object(
  {
    name: optional(string({ minLength: 1, maxLength: 253, description: 'name is the name of the Node; the host name where absent.' })),
    criSocket: optional(string({ minLength: 1, maxLength: 512, description: 'criSocket is the socket of the container runtime.' })),
    taints: optional(
      listUndeclared(TaintSchema, {
        minItems: 0,
        maxItems: 100,
        description: 'taints are on the Node from the start; an empty list leaves out the taint of control plane Nodes.',
      }),
    ),
    kubeletExtraArgs: optional(argumentList('kubeletExtraArgs', "kubeletExtraArgs lists arguments of the kubelet; they win over kubeadm's.")),
    ignorePreflightErrors: optional(
      listAtomic(string({ minLength: 1, maxLength: 512 }), {
        minItems: 1,
        maxItems: 50,
        description: 'ignorePreflightErrors lists checks of kubeadm that may fail.',
      }),
    ),
    imagePullPolicy: optional(
      enumeration(['Always', 'IfNotPresent', 'Never'], { description: 'imagePullPolicy says when kubeadm pulls images: Always, IfNotPresent or Never.' }),
    ),
    imagePullSerial: optional(boolean({ description: 'imagePullSerial pulls images one after another, the default, or at once.' })),
  },
  { minProperties: 1 },
);

export interface NodeRegistrationOptions extends Static<typeof NodeRegistrationOptionsSchema> {}

/** Patches of what kubeadm deploys. */
export const PatchesSchema = object(
  {
    directory: optional(
      string({ minLength: 1, maxLength: 512, description: 'directory is a folder on the machine with files such as kube-apiserver0+merge.yaml.' }),
    ),
  },
  { minProperties: 1 },
);

export interface Patches extends Static<typeof PatchesSchema> {}

/** How long parts of kubeadm may take. */
export const TimeoutsSchema = object(
  {
    controlPlaneComponentHealthCheckSeconds: optional(
      int32({
        minimum: 0,
        description: 'controlPlaneComponentHealthCheckSeconds is how long control plane components may take to become healthy; 4 minutes where absent.',
      }),
    ),
    kubeletHealthCheckSeconds: optional(
      int32({ minimum: 0, description: 'kubeletHealthCheckSeconds is how long the kubelet may take to become healthy; 4 minutes where absent.' }),
    ),
    kubernetesAPICallSeconds: optional(
      int32({ minimum: 0, description: 'kubernetesAPICallSeconds is how long kubeadm retries calls of the API server; 1 minute where absent.' }),
    ),
    etcdAPICallSeconds: optional(int32({ minimum: 0, description: 'etcdAPICallSeconds is how long kubeadm retries calls of etcd; 2 minutes where absent.' })),
    tlsBootstrapSeconds: optional(
      int32({ minimum: 0, description: 'tlsBootstrapSeconds is how long the kubelet may take to get its certificate; 5 minutes where absent.' }),
    ),
    discoverySeconds: optional(
      int32({ minimum: 0, description: 'discoverySeconds is how long a joining machine may take to verify the API server; 5 minutes where absent.' }),
    ),
  },
  { minProperties: 1 },
);

export interface Timeouts extends Static<typeof TimeoutsSchema> {}
