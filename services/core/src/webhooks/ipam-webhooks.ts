import { IPAddressClaims, IPAddresses } from '@clusterwright/api/ipam/v1beta2';
import type { IPAddress, IPAddressClaim } from '@clusterwright/api/ipam/v1beta2';
import { validateIPAddressClaim } from '@clusterwright/api/ipam/v1beta2/ip-address-claim/ip-address-claim.validation';
import { validateChangedIPAddress, validateNewIPAddress } from '@clusterwright/api/ipam/v1beta2/ip-address/ip-address.validation';
import { admissionWebhook } from '@clusterwright/controller-runtime';
import type { Client } from '@clusterwright/controller-runtime';
import { ignoreNotFound } from '@clusterwright/kube-client';

/** Deletions are announced as upstream's configurations have it, and always pass. */
const validateOperations = ['CREATE', 'UPDATE', 'DELETE'] as const;

/** A new address is compared with the claim that it is for. Claims are read live: nothing else here asks for them, and one made a moment ago counts. */
export const ipAddressWebhook = admissionWebhook<IPAddress>({
  resource: IPAddresses,
  validateOperations,
  rbac: [{ apiGroups: [IPAddressClaims.group], resources: [IPAddressClaims.plural], verbs: ['get'] }],
  async validate(next, previous, { operation, client }) {
    if (operation === 'DELETE') return [];
    return previous ? validateChangedIPAddress(next, previous) : validateNewIPAddress(next, await claimOf(next, client));
  },
});

export const ipAddressClaimWebhook = admissionWebhook<IPAddressClaim>({
  resource: IPAddressClaims,
  validateOperations,
  validate: validateIPAddressClaim,
});

function claimOf({ metadata, spec }: IPAddress, client: Client): Promise<IPAddressClaim | undefined> {
  return ignoreNotFound(client.live.get(IPAddressClaims, { namespace: metadata.namespace, name: spec.claimRef.name }));
}
