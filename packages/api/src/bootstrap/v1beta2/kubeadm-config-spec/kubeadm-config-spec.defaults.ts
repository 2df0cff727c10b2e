import type { ReceivedPart } from '../../../received.ts';
import type { Discovery } from './discovery.schema.ts';
import type { JoinConfiguration } from './join-configuration.schema.ts';
import type { KubeadmConfigSpec } from './kubeadm-config-spec.schema.ts';
import type { NodeRegistrationOptions } from './node-registration.schema.ts';

/**
 * The spec with the defaults that webhooks of earlier releases wrote.
 *
 * Stored objects have them, new ones do not: both sides of a comparison get them, so that none of them alone ever causes a rollout (spec KB-20).
 */
export function withPreviousKubeadmConfigDefaults(spec: ReceivedPart<KubeadmConfigSpec>): ReceivedPart<KubeadmConfigSpec> {
  const { initConfiguration, joinConfiguration } = spec;
  return {
    ...spec,
    format: spec.format ?? 'cloud-config',
    initConfiguration: { ...initConfiguration, nodeRegistration: withPullPolicy(initConfiguration?.nodeRegistration) },
    joinConfiguration: withJoinDefaults(joinConfiguration),
  };
}

function withJoinDefaults(join: ReceivedPart<JoinConfiguration> | undefined): ReceivedPart<JoinConfiguration> {
  const discovery = withExecVersion(join?.discovery);
  return { ...join, nodeRegistration: withPullPolicy(join?.nodeRegistration), ...(discovery ? { discovery } : {}) };
}

function withPullPolicy(registration: ReceivedPart<NodeRegistrationOptions> | undefined): ReceivedPart<NodeRegistrationOptions> {
  return { ...registration, imagePullPolicy: registration?.imagePullPolicy ?? 'IfNotPresent' };
}

function withExecVersion(discovery: ReceivedPart<Discovery> | undefined): ReceivedPart<Discovery> | undefined {
  const file = discovery?.file;
  const exec = file?.kubeConfig?.user?.exec;
  if (!file?.kubeConfig || !exec || exec.apiVersion) return discovery;
  const user = { ...file.kubeConfig.user, exec: { ...exec, apiVersion: 'client.authentication.k8s.io/v1' } };
  return { ...discovery, file: { ...file, kubeConfig: { ...file.kubeConfig, user } } };
}
