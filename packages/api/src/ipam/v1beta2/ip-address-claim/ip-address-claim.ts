import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { IPAddressClaim } from './ip-address-claim.schema.ts';

export const IPAddressClaims: Resource<IPAddressClaim> = {
  group: 'ipam.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'IPAddressClaim',
  plural: 'ipaddressclaims',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const ipAddressClaimHead = crdHead({
  resource: IPAddressClaims,
  shortNames: [],
  status: true,
  columns: [
    { name: 'Pool Name', type: 'string', jsonPath: '.spec.poolRef.name' },
    { name: 'Pool Kind', type: 'string', jsonPath: '.spec.poolRef.kind' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
