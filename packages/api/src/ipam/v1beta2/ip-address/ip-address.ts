import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { IPAddress } from './ip-address.schema.ts';

export const IPAddresses: Resource<IPAddress> = {
  group: 'ipam.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const ipAddressHead = crdHead({
  resource: IPAddresses,
  shortNames: [],
  status: false,
  columns: [
    { name: 'Address', type: 'string', jsonPath: '.spec.address' },
    { name: 'Pool Name', type: 'string', jsonPath: '.spec.poolRef.name' },
    { name: 'Pool Kind', type: 'string', jsonPath: '.spec.poolRef.kind' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
