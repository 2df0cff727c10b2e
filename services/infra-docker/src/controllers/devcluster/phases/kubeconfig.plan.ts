import { dump, load } from 'js-yaml';
import type { DevCluster } from '@clusterwright/api/infrastructure/v1beta2';
import { CertificateError } from '@clusterwright/provider-kit/certificates/certificate-errors';
import type { SimulatedEndpoint } from '../../../ports/simulated-clusters.ts';

/** Whether the endpoint was published under another host: this process runs at another address than the one before it. Pure. */
export function hostChanged({ spec, status }: DevCluster, endpoint: SimulatedEndpoint): boolean {
  const published = spec.controlPlaneEndpoint?.host;
  return status?.initialization?.provisioned === true && published !== undefined && published !== '' && published !== endpoint.host;
}

/** What is read of a kubeconfig, and changed in it; the rest passes through. */
interface KubeconfigFile {
  readonly clusters?: readonly { readonly name?: string; readonly cluster?: { readonly server?: string } }[];
}

/**
 * The kubeconfig with this server for the cluster; undefined where it names it already. Pure.
 *
 * Errors: `CertificateError` (Invalid) where the text is no kubeconfig of that cluster; the message never quotes it, for it holds a key.
 */
export function withServer(kubeconfig: string, clusterName: string, server: string): string | undefined {
  const file = parse(kubeconfig);
  const clusters = Array.isArray(file.clusters) ? file.clusters : [];
  const entry = clusters.find(({ name }) => name === clusterName);
  if (!entry) throw new CertificateError('Invalid', `the kubeconfig has no entry ${JSON.stringify(clusterName)} in clusters`);
  if (entry.cluster?.server === server) return undefined;
  const replaced = clusters.map((each) => (each === entry ? { ...each, cluster: { ...each.cluster, server } } : each));
  return dump({ ...file, clusters: replaced }, { lineWidth: -1 });
}

function parse(kubeconfig: string): KubeconfigFile {
  try {
    const file: unknown = load(kubeconfig);
    // Read defensively: every field is optional.
    if (typeof file === 'object' && file !== null) return file;
  } catch {
    // The parser's message quotes the text.
  }
  throw new CertificateError('Invalid', 'the kubeconfig is no YAML map');
}
