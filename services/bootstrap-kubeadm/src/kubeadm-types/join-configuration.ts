import type { BootstrapTokenDiscovery, Discovery, JoinConfiguration } from '@clusterwright/api/bootstrap/v1beta2';
import type { Version } from '@clusterwright/contract/versions';
import type { YamlMapping } from '../yaml/to-yaml.ts';
import { kubeadmDocument, omitEmpty, whenDefined } from './document.ts';
import { goDuration } from './durations.ts';
import { localAPIEndpoint } from './init-configuration.ts';
import { kubeadmVersionFor, type KubeadmVersion } from './kubeadm-version.ts';
import { nodeRegistration, timeouts } from './node-registration.ts';

/** The JoinConfiguration document for the kubeadm of a Kubernetes version. Errors: `UnsupportedKubernetesVersionError`. */
export function joinConfigurationYaml(kubernetesVersion: Version, given: JoinConfiguration): string {
  const version = kubeadmVersionFor(kubernetesVersion);
  return kubeadmDocument(version, 'JoinConfiguration', {
    ...omitEmpty({ caCertPath: given.caCertPath, skipPhases: given.skipPhases }),
    nodeRegistration: nodeRegistration(version, given.nodeRegistration),
    discovery: discovery(version, given),
    controlPlane: given.controlPlane && { localAPIEndpoint: localAPIEndpoint(given.controlPlane.localAPIEndpoint) },
    patches: whenDefined(given.patches, ({ directory }) => omitEmpty({ directory })),
    ...(version === 'v1beta4' ? { timeouts: whenDefined(given.timeouts, timeouts) } : {}),
  });
}

function discovery(version: KubeadmVersion, given: JoinConfiguration): YamlMapping {
  const { bootstrapToken, file, tlsBootstrapToken }: Discovery = given.discovery ?? {};
  return {
    bootstrapToken: whenDefined(bootstrapToken, tokenDiscovery),
    file: whenDefined(file, ({ kubeConfigPath }) => ({ kubeConfigPath: kubeConfigPath ?? '' })),
    ...omitEmpty({ tlsBootstrapToken }),
    // Until v1beta3 the one timeout of discovery also bounds the TLS bootstrap.
    ...(version === 'v1beta3' ? { timeout: goDuration(given.timeouts?.tlsBootstrapSeconds) } : {}),
  };
}

function tokenDiscovery({ token = '', apiServerEndpoint, caCertHashes, unsafeSkipCAVerification }: BootstrapTokenDiscovery): YamlMapping {
  return { token, ...omitEmpty({ apiServerEndpoint, caCertHashes, unsafeSkipCAVerification }) };
}
