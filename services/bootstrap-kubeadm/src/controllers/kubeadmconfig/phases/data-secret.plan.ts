import { apiVersionOf, clusterNameLabel, type OwnerReference } from '@clusterwright/api';
import { KubeadmConfigs, type KubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';
import type { Secret } from '@clusterwright/api/kubernetes';
import { clusterSecretType } from '@clusterwright/provider-kit/certificates/purposes';
import { controllerOf, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';

/** The Secret that infrastructure providers read bootstrap data from (spec KB-04). */
export function dataSecret(config: KubeadmConfig, clusterName: string, document: string): Secret {
  const { name, namespace } = config.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels: { [clusterNameLabel]: clusterName }, ownerReferences: [ownerReference(config)] },
    type: clusterSecretType,
    data: { value: encode(document), format: encode(config.spec?.format ?? 'cloud-config') },
  };
}

/** The owner references that a config's Secret should have; undefined where it has them. Errors: `TerminalError` where somebody else controls the Secret. */
export function planDataSecretOwners(config: KubeadmConfig, secret: Secret): readonly OwnerReference[] | undefined {
  const controller = controllerOf(secret);
  if (controller && controller.kind !== KubeadmConfigs.kind) {
    const name = `bootstrap Secret ${secret.metadata.name}`;
    throw new TerminalError(`could not add KubeadmConfig ${config.metadata.name} as ownerReference to ${name}, it is already controlled by ${controller.kind} ${controller.name}`);
  }
  const current = secret.metadata.ownerReferences ?? [];
  const wanted = withOwnerReference(current, ownerReference(config));
  return wanted === current ? undefined : wanted;
}

/** A merge patch that makes an existing Secret the wanted one; undefined where it is. Errors: as `planDataSecretOwners`. */
export function planDataSecretUpdate(config: KubeadmConfig, existing: Secret, wanted: Secret): object | undefined {
  const ownerReferences = planDataSecretOwners(config, existing);
  const labels = unlessContained(wanted.metadata.labels, existing.metadata.labels);
  const data = unlessContained(wanted.data, existing.data);
  if (!ownerReferences && !labels && !data) return undefined;
  const { resourceVersion } = existing.metadata;
  return { metadata: { resourceVersion, ...(ownerReferences ? { ownerReferences } : {}), ...(labels ? { labels } : {}) }, ...(data ? { data } : {}) };
}

type Texts = Readonly<Record<string, string>>;

function unlessContained(wanted: Texts = {}, existing: Texts = {}): Texts | undefined {
  return Object.entries(wanted).some(([key, value]) => existing[key] !== value) ? wanted : undefined;
}

function ownerReference({ metadata: { name, uid = '' } }: KubeadmConfig): OwnerReference {
  return { apiVersion: apiVersionOf(KubeadmConfigs), kind: KubeadmConfigs.kind, name, uid, controller: true };
}

const encode = (text: string): string => Buffer.from(text).toString('base64');
