import { AppError } from '@clusterwright/api/errors';
import { compareVersions, mustParseVersion, type Version } from '@clusterwright/contract/versions';

/** The versions of kubeadm's own configuration API that we write. */
export type KubeadmVersion = 'v1beta3' | 'v1beta4';

/** kubeadm of this Kubernetes version reads no configuration that we write. Surfaces as a failed pass; the Machine's version must change. */
export class UnsupportedKubernetesVersionError extends AppError {
  readonly code = 'UnsupportedKubernetesVersion';
}

const oldest = mustParseVersion('v1.22.0');
const firstWithV1Beta4 = mustParseVersion('v1.31.0');

/** The configuration API of the kubeadm that comes with a Kubernetes version; pre-releases count as the release (spec KB-17). Errors: `UnsupportedKubernetesVersionError`. */
export function kubeadmVersionFor(kubernetesVersion: Version): KubeadmVersion {
  const isBefore = (bound: Version): boolean => compareVersions(kubernetesVersion, bound, { withoutPreRelease: true }) < 0;
  if (isBefore(oldest)) throw new UnsupportedKubernetesVersionError("the bootstrap provider for kubeadm doesn't support Kubernetes version lower than v1.22.0");
  return isBefore(firstWithV1Beta4) ? 'v1beta3' : 'v1beta4';
}
