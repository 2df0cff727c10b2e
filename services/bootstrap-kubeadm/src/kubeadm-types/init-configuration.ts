import type { BootstrapToken, InitConfiguration } from '@clusterwright/api/bootstrap/v1beta2';
import type { Version } from '@clusterwright/contract/versions';
import type { YamlMapping } from '../yaml/to-yaml.ts';
import { kubeadmDocument, omitEmpty, whenDefined } from './document.ts';
import { goDuration, utcTime } from './durations.ts';
import { kubeadmVersionFor } from './kubeadm-version.ts';
import { nodeRegistration, timeouts } from './node-registration.ts';

/** The InitConfiguration document for the kubeadm of a Kubernetes version. Errors: `UnsupportedKubernetesVersionError`. */
export function initConfigurationYaml(kubernetesVersion: Version, given: InitConfiguration): string {
  const version = kubeadmVersionFor(kubernetesVersion);
  return kubeadmDocument(version, 'InitConfiguration', {
    ...omitEmpty({ bootstrapTokens: given.bootstrapTokens?.map(bootstrapToken), skipPhases: given.skipPhases }),
    nodeRegistration: nodeRegistration(version, given.nodeRegistration),
    localAPIEndpoint: localAPIEndpoint(given.localAPIEndpoint),
    patches: whenDefined(given.patches, ({ directory }) => omitEmpty({ directory })),
    ...(version === 'v1beta4' ? { timeouts: whenDefined(given.timeouts, timeouts) } : {}),
  });
}

/** Where the API server of a machine listens. */
export function localAPIEndpoint({ advertiseAddress, bindPort }: NonNullable<InitConfiguration['localAPIEndpoint']> = {}): YamlMapping {
  return omitEmpty({ advertiseAddress, bindPort });
}

function bootstrapToken({ token, description, ttlSeconds, expires, usages, groups }: BootstrapToken): YamlMapping {
  return { token: token || null, ...omitEmpty({ description, ttl: goDuration(ttlSeconds), expires: expires && utcTime(expires), usages, groups }) };
}
