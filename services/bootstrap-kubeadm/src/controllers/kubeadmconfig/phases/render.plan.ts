import { nodeUninitializedTaint } from '@clusterwright/api';
import type { JoinConfiguration, KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';
import { mustParseVersion } from '@clusterwright/contract/versions';
import type { ClusterCertificate } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import { certificateFiles } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import { initCloudConfig, joinControlPlaneCloudConfig, joinWorkerCloudConfig } from '../../../cloud-init/cloud-init.ts';
import { clusterConfigurationYaml, type AdditionalClusterData } from '../../../kubeadm-types/cluster-configuration.ts';
import { initIgnition, joinIgnition, type IgnitionMachine } from '../../../ignition/ignition.ts';
import { initConfigurationYaml } from '../../../kubeadm-types/init-configuration.ts';
import { joinConfigurationYaml } from '../../../kubeadm-types/join-configuration.ts';
import type { ResolvedContent } from '../kubeadmconfig.scope.ts';
import { discoveryKubeconfig } from './discovery-kubeconfig.plan.ts';

/** Everything a document is made from. */
export interface RenderInput {
  readonly step: 'init' | 'joinControlPlane' | 'joinWorker';
  readonly spec: KubeadmConfigSpec;
  readonly kubernetesVersion: string;
  readonly cluster: Cluster;
  readonly certificates: readonly ClusterCertificate[];
  readonly content: ResolvedContent;
}

/** The bootstrap data of one machine. Pure: same input, same document. Errors: `InvalidVersionError`, `UnsupportedKubernetesVersionError`, `TerminalError`. */
export function renderBootstrapData(input: RenderInput): string {
  switch (input.step) {
    case 'init':
      return renderInit(input);
    case 'joinControlPlane':
      return renderJoinControlPlane(input);
    case 'joinWorker':
      return renderJoinWorker(input);
  }
}

/** One of these per `spec.format`. */
interface Documents {
  readonly init: typeof initIgnition;
  readonly joinControlPlane: typeof joinIgnition;
  readonly joinWorker: typeof joinIgnition;
}

const cloudConfig: Documents = { init: initCloudConfig, joinControlPlane: joinControlPlaneCloudConfig, joinWorker: joinWorkerCloudConfig };
const ignition: Documents = { init: initIgnition, joinControlPlane: joinIgnition, joinWorker: joinIgnition };

const documentsOf = ({ format }: KubeadmConfigSpec): Documents => (format === 'ignition' ? ignition : cloudConfig);

function renderInit(input: RenderInput): string {
  const { spec, cluster, kubernetesVersion } = input;
  const version = mustParseVersion(kubernetesVersion);
  return documentsOf(spec).init({
    ...machineData(input, certificateFiles(input.certificates)),
    clusterConfiguration: clusterConfigurationYaml(version, spec.clusterConfiguration ?? {}, additionalData(spec, cluster, kubernetesVersion)),
    initConfiguration: initConfigurationYaml(version, spec.initConfiguration ?? {}),
  });
}

function renderJoinControlPlane(input: RenderInput): string {
  const { spec, kubernetesVersion } = input;
  return documentsOf(spec).joinControlPlane({
    ...machineData(input, certificateFiles(input.certificates)),
    joinConfiguration: joinConfigurationYaml(mustParseVersion(kubernetesVersion), spec.joinConfiguration ?? {}),
  });
}

function renderJoinWorker(input: RenderInput): string {
  const { spec, kubernetesVersion } = input;
  const join = spec.joinConfiguration ?? {};
  if (join.controlPlane) throw new TerminalError('Machine is a Worker, but JoinConfiguration.ControlPlane is set in the KubeadmConfig object');
  return documentsOf(spec).joinWorker({ ...machineData(input, []), joinConfiguration: joinConfigurationYaml(mustParseVersion(kubernetesVersion), withUninitializedTaint(join)) });
}

function machineData({ spec, content }: RenderInput, certificates: IgnitionMachine['files']): IgnitionMachine {
  const discovery = spec.joinConfiguration?.discovery?.file;
  const kubeconfig = discovery && discoveryKubeconfig(discovery);
  return { spec, users: content.users, files: [...certificates, ...content.files, ...(kubeconfig ? [kubeconfig] : [])] };
}

/** Keeps Pods away until Cluster API has labelled the Node (spec KB-15). Only in the document: the spec keeps what the user asked for. */
export function withUninitializedTaint(join: JoinConfiguration): JoinConfiguration {
  const { key, effect } = nodeUninitializedTaint;
  const taints = join.nodeRegistration?.taints ?? [];
  if (taints.some((taint) => taint.key === key && taint.effect === effect)) return join;
  return { ...join, nodeRegistration: { ...join.nodeRegistration, taints: [...taints, { key, effect }] } };
}

/** What kubeadm's ClusterConfiguration takes from other objects (spec KB-16). */
export function additionalData({ initConfiguration }: KubeadmConfigSpec, { metadata, spec }: Cluster, kubernetesVersion: string): AdditionalClusterData {
  const { serviceDomain, services, pods } = spec.clusterNetwork ?? {};
  return {
    clusterName: metadata.name,
    dnsDomain: serviceDomain,
    serviceSubnet: services?.cidrBlocks.join(','),
    podSubnet: pods?.cidrBlocks.join(','),
    kubernetesVersion,
    controlPlaneComponentHealthCheckSeconds: initConfiguration?.timeouts?.controlPlaneComponentHealthCheckSeconds,
  };
}
