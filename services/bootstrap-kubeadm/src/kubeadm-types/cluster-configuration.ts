import type { ClusterConfiguration, Etcd, ExternalEtcd, LocalEtcd } from '@clusterwright/api/bootstrap/v1beta2';
import type { Version } from '@clusterwright/contract/versions';
import type { YamlMapping } from '../yaml/to-yaml.ts';
import { component, extraArguments, extraEnvironment } from './components.ts';
import { kubeadmDocument, omitEmpty, whenDefined } from './document.ts';
import { goDuration, goDurationOfDays } from './durations.ts';
import { kubeadmVersionFor, type KubeadmVersion } from './kubeadm-version.ts';

/** What kubeadm wants in its ClusterConfiguration and Cluster API keeps in other objects (spec KB-16). */
export interface AdditionalClusterData {
  readonly kubernetesVersion?: string | undefined;
  readonly clusterName?: string | undefined;
  readonly dnsDomain?: string | undefined;
  readonly serviceSubnet?: string | undefined;
  readonly podSubnet?: string | undefined;
  /** Part of InitConfiguration in our API and in v1beta4; of the API server's settings in v1beta3. */
  readonly controlPlaneComponentHealthCheckSeconds?: number | undefined;
}

/** The ClusterConfiguration document for the kubeadm of a Kubernetes version. Errors: `UnsupportedKubernetesVersionError`. */
export function clusterConfigurationYaml(kubernetesVersion: Version, given: ClusterConfiguration, data: AdditionalClusterData = {}): string {
  const version = kubeadmVersionFor(kubernetesVersion);
  const { clusterName, dnsDomain, podSubnet, serviceSubnet } = data;
  const { certificatesDir, controlPlaneEndpoint, featureGates, imageRepository } = given;
  return kubeadmDocument(version, 'ClusterConfiguration', {
    ...omitEmpty({ certificatesDir, clusterName, controlPlaneEndpoint, featureGates, imageRepository, kubernetesVersion: data.kubernetesVersion }),
    apiServer: apiServer(version, given, data),
    controllerManager: component(version, given.controllerManager),
    scheduler: component(version, given.scheduler),
    dns: omitEmpty({ imageRepository: given.dns?.imageRepository, imageTag: given.dns?.imageTag }),
    etcd: etcd(version, given.etcd),
    networking: omitEmpty({ dnsDomain, podSubnet, serviceSubnet }),
    ...(version === 'v1beta4' ? sinceV1Beta4(given) : {}),
  });
}

function apiServer(version: KubeadmVersion, { apiServer: given }: ClusterConfiguration, data: AdditionalClusterData): YamlMapping {
  const timeoutForControlPlane = version === 'v1beta3' ? goDuration(data.controlPlaneComponentHealthCheckSeconds) : undefined;
  return { ...component(version, given), ...omitEmpty({ certSANs: given?.certSANs, timeoutForControlPlane }) };
}

function sinceV1Beta4({ certificateValidityPeriodDays, caCertificateValidityPeriodDays, encryptionAlgorithm }: ClusterConfiguration): YamlMapping {
  return {
    proxy: {},
    ...omitEmpty({
      encryptionAlgorithm,
      certificateValidityPeriod: goDurationOfDays(certificateValidityPeriodDays),
      caCertificateValidityPeriod: goDurationOfDays(caCertificateValidityPeriodDays),
    }),
  };
}

function etcd(version: KubeadmVersion, given: Etcd | undefined): YamlMapping {
  return { local: whenDefined(given?.local, (local) => localEtcd(version, local)), external: whenDefined(given?.external, externalEtcd) };
}

function localEtcd(version: KubeadmVersion, { dataDir, imageRepository, imageTag, serverCertSANs, peerCertSANs, ...given }: LocalEtcd): YamlMapping {
  const extraArgs = extraArguments(version, given.extraArgs);
  const extraEnvs = extraEnvironment(version, given.extraEnvs);
  return { dataDir: dataDir ?? '', ...omitEmpty({ imageRepository, imageTag, extraArgs, extraEnvs, serverCertSANs, peerCertSANs }) };
}

function externalEtcd({ endpoints, caFile, certFile, keyFile }: ExternalEtcd): YamlMapping {
  return { endpoints, caFile, certFile, keyFile };
}
