import type { NodeRegistrationOptions, Timeouts } from '@clusterwright/api/bootstrap/v1beta2';
import type { YamlMapping, YamlValue } from '../yaml/to-yaml.ts';
import { extraArguments } from './components.ts';
import { omitEmpty } from './document.ts';
import { goDuration, utcTime } from './durations.ts';
import type { KubeadmVersion } from './kubeadm-version.ts';

/** How a machine registers its Node. `taints` is always written: null asks for kubeadm's default, an empty list for none. */
export function nodeRegistration(version: KubeadmVersion, given: NodeRegistrationOptions = {}): YamlMapping {
  const { name, criSocket, ignorePreflightErrors, imagePullPolicy, imagePullSerial } = given;
  return {
    ...omitEmpty({ name, criSocket, ignorePreflightErrors, imagePullPolicy, kubeletExtraArgs: extraArguments(version, given.kubeletExtraArgs) }),
    ...(version === 'v1beta4' ? { imagePullSerial } : {}),
    taints: taints(given.taints),
  };
}

function taints(given: NodeRegistrationOptions['taints']): YamlValue {
  return given?.map(({ key, value, effect, timeAdded }) => ({ key, effect, ...omitEmpty({ value, timeAdded: timeAdded && utcTime(timeAdded) }) })) ?? null;
}

/** kubeadm's timeouts, an object of their own from v1beta4 on. */
export function timeouts(given: Timeouts): YamlMapping {
  return {
    controlPlaneComponentHealthCheck: goDuration(given.controlPlaneComponentHealthCheckSeconds),
    kubeletHealthCheck: goDuration(given.kubeletHealthCheckSeconds),
    kubernetesAPICall: goDuration(given.kubernetesAPICallSeconds),
    etcdAPICall: goDuration(given.etcdAPICallSeconds),
    tlsBootstrap: goDuration(given.tlsBootstrapSeconds),
    discovery: goDuration(given.discoverySeconds),
  };
}
