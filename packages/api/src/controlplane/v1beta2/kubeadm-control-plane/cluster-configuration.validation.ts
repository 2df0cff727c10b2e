import type { ClusterConfiguration } from '../../../bootstrap/v1beta2/kubeadm-config-spec/cluster-configuration.schema.ts';
import type { FieldError } from '../../../field-error.ts';
import { parseImageTagVersion } from '../../../versions.ts';

/** Image tags that can be read, and one kind of etcd for life. `previous` is given on update, empty where there was none. Pure. */
export function validateClusterConfiguration(next: ClusterConfiguration = {}, previous: ClusterConfiguration | undefined, path: string): FieldError[] {
  return [...validateDNS(next.dns?.imageTag, path), ...validateEtcd(next.etcd ?? {}, previous && (previous.etcd ?? {}), `${path}.etcd`)];
}

function validateDNS(tag: string | undefined, path: string): FieldError[] {
  if (!tag) return [];
  // Upstream's second path starts at dns.
  const unreadable: FieldError = { field: 'dns.imageTag', type: 'Invalid', value: tag, detail: 'must begin with the version of CoreDNS, such as v1.12.1' };
  return [...validateImageTag(tag, `${path}.dns.imageTag`), ...(parseImageTagVersion(tag) ? [] : [unreadable])];
}

type Etcd = NonNullable<ClusterConfiguration['etcd']>;

function validateEtcd({ local, external }: Etcd, previous: Etcd | undefined, path: string): FieldError[] {
  const hasMoved = previous !== undefined && (external === undefined) !== (previous.external === undefined);
  return [
    ...validateImageTag(local?.imageTag, `${path}.local.imageTag`),
    ...(local && external ? [{ field: `${path}.local`, type: 'Forbidden', detail: 'cannot be combined with external etcd' } as const] : []),
    ...(hasMoved ? [{ field: `${path}.external`, type: 'Forbidden', detail: 'cannot change between local and external etcd' } as const] : []),
  ];
}

function validateImageTag(tag: string | undefined, field: string): FieldError[] {
  if (!tag || /^[-\w.]+$/.test(tag)) return [];
  return [{ field, type: 'Forbidden', detail: `tag ${JSON.stringify(tag)} may only have letters, digits, '-', '_' and '.'` }];
}
