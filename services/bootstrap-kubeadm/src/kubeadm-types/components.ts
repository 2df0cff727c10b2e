import type { ComponentArgument, ControlPlaneComponent, EnvVar, HostPathMount } from '@clusterwright/api/bootstrap/v1beta2';
import type { YamlMapping, YamlValue } from '../yaml/to-yaml.ts';
import { omitEmpty } from './document.ts';
import type { KubeadmVersion } from './kubeadm-version.ts';

/** Arguments as kubeadm takes them: a map until v1beta3, where the last of two equal names wins, and a list from v1beta4. */
export function extraArguments(version: KubeadmVersion, given: readonly ComponentArgument[] | undefined): YamlValue | undefined {
  if (version === 'v1beta3') return given && Object.fromEntries(given.map(({ name, value }) => [name, value ?? '']));
  return given?.map(({ name, value }) => ({ name, value: value ?? '' }));
}

/** Environment variables of a component; v1beta3 has none. */
export function extraEnvironment(version: KubeadmVersion, given: readonly EnvVar[] | undefined): YamlValue | undefined {
  return version === 'v1beta3' ? undefined : given?.map(environmentVariable);
}

function environmentVariable({ name, value, valueFrom }: EnvVar): YamlMapping {
  const resource = valueFrom?.resourceFieldRef;
  const source = resource ? { ...valueFrom, resourceFieldRef: { ...resource, divisor: String(resource.divisor ?? '0') } } : valueFrom;
  // The sources of values have the same fields on both sides.
  return { name, ...omitEmpty({ value }), ...(source ? { valueFrom: source } : {}) };
}

function volume({ name, hostPath, mountPath, readOnly, pathType }: HostPathMount): YamlMapping {
  return { name, hostPath, mountPath, ...omitEmpty({ readOnly, pathType }) };
}

/** The settings that API server, controller manager and scheduler have in common. */
export function component(version: KubeadmVersion, given: ControlPlaneComponent | undefined): YamlMapping {
  return omitEmpty({
    extraArgs: extraArguments(version, given?.extraArgs),
    extraVolumes: given?.extraVolumes?.map(volume),
    extraEnvs: extraEnvironment(version, given?.extraEnvs),
  });
}
