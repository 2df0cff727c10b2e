import type { ClusterConfiguration } from '../../../bootstrap/v1beta2/kubeadm-config-spec/cluster-configuration.schema.ts';
import type { FieldError } from '../../../field-error.ts';
import { parseImageTagVersion } from '../../../versions.ts';

/** Image tags that can be read, and one kind of etcd for life. `previous` is given on update, empty where there was none. Pure. */
export function validateClusterConfiguration(next: ClusterConfiguration = {}, previous: ClusterConfiguration | undefined, path: string): FieldError[] {
  const { dns, etcd } = next;
  const tag = dns?.imageTag;
  const changesEtcd = previous !== undefined && (etcd?.external === undefined) !== (previous.etcd?.external === undefined);
  return [
    ...validateImageTag(tag, `${path}.dns.imageTag`),
    // Upstream's path starts at dns here.
    ...(tag && !parseImageTagVersion(tag) ? [{ field: 'dns.imageTag', type: 'Invalid', value: tag, detail: 'must begin with the version of CoreDNS, such as v1.12.1' } as const] : []),
    ...validateImageTag(etcd?.local?.imageTag, `${path}.etcd.local.imageTag`),
    ...(etcd?.local && etcd.external ? [{ field: `${path}.etcd.local`, type: 'Forbidden', detail: 'cannot be combined with external etcd' } as const] : []),
    ...(changesEtcd ? [{ field: `${path}.etcd.external`, type: 'Forbidden', detail: 'cannot change between local and external etcd' } as const] : []),
  ];
}

function validateImageTag(tag: string | undefined, field: string): FieldError[] {
  if (!tag || /^[-\w.]+$/.test(tag)) return [];
  return [{ field, type: 'Forbidden', detail: `tag ${JSON.stringify(tag)} may only have letters, digits, '-', '_' and '.'` }];
}
