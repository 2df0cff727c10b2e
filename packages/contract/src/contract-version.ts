import { contractLabelPrefix, type KubeObject } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';

/** Contract versions that core understands, the preferred one first (spec CRD-30). */
export const contractVersions = ['v1beta2', 'v1beta1'] as const;
export type ContractVersion = (typeof contractVersions)[number];

/** Which contract a provider's kind follows, and the apiVersion part to use for it. */
export interface KindContract {
  readonly contract: ContractVersion;
  readonly version: string;
}

/** A CRD does not say which contract it follows. Surfaces as a failed phase; retried with backoff, because a label may be added at any time. */
export class ContractLabelMissingError extends AppError {
  readonly code = 'ContractLabelMissing';
}

const stability: Readonly<Record<string, number>> = { alpha: 0, beta: 1, '': 2 };

interface KubeVersion {
  readonly major: number;
  readonly stability: number;
  readonly minor: number;
}

function parseKubeVersion(version: string): KubeVersion | undefined {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!match) return undefined;
  return { major: Number(match[1]), stability: stability[match[2] ?? ''] ?? 0, minor: Number(match[3] ?? 0) };
}

/** Kubernetes' priority of API versions, lowest first: v1alpha1 < v1beta1 < v1beta2 < v1 < v2; anything else before all of them. */
export function compareKubeVersions(a: string, b: string): number {
  const left = parseKubeVersion(a);
  const right = parseKubeVersion(b);
  if (!left && !right) return a === b ? 0 : a < b ? 1 : -1;
  if (!left) return -1;
  if (!right) return 1;
  return left.stability - right.stability || left.major - right.major || left.minor - right.minor;
}

/**
 * The newest contract that a CRD's labels name, with the newest API version listed for it.
 * Errors: `ContractLabelMissingError` where no label `cluster.x-k8s.io/<contract>` has a value.
 */
export function contractVersionOf(crd: Pick<KubeObject, 'metadata'>): KindContract {
  for (const contract of contractVersions) {
    const listed = crd.metadata.labels?.[`${contractLabelPrefix}${contract}`];
    if (!listed) continue;
    const version = listed.split('_').toSorted(compareKubeVersions).at(-1);
    if (version) return { contract, version };
  }
  throw new ContractLabelMissingError(
    `cannot find any versions matching contract versions ["v1beta2" "v1beta1"] for CRD ${crd.metadata.name} as contract version label(s) are either missing or empty`,
  );
}

/** The contract under which a CRD's labels list one of its API versions; undefined where none does. */
export function contractOfVersion(crd: Pick<KubeObject, 'metadata'>, version: string): string | undefined {
  const label = Object.entries(crd.metadata.labels ?? {}).find(([key, value]) => key.startsWith(contractLabelPrefix) && value.split('_').includes(version));
  return label?.[0].slice(contractLabelPrefix.length);
}
