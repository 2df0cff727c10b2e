import type { Resource, UnstructuredObject } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { isOwnedBy } from '@clusterwright/provider-kit/cluster/owner-references';
import type { MachineHealthCheckScope } from '../machinehealthcheck.scope.ts';

/** What has to happen to requests for remediation by somebody else. */
export type RequestsPlan =
  | { readonly step: 'none' }
  /** It is not known which requests exist. */
  | { readonly step: 'fail'; readonly error: Error }
  | {
      readonly step: 'change';
      readonly resource: Resource<UnstructuredObject>;
      /** Unhealthy Machines without a request. */
      readonly create: readonly Machine[];
      readonly existing: readonly Machine[];
      /** Requests for Machines that are healthy again. */
      readonly remove: readonly UnstructuredObject[];
    };

type Input = Pick<MachineHealthCheckScope, 'external' | 'assessment'>;

/** Every unhealthy Machine has a request while remediation is allowed, and no healthy one has (spec MHC-05). A Machine that is going needs no remedy. Pure. */
export function planRequests({ external, assessment }: Input): RequestsPlan {
  if (!external || assessment?.allowance.kind !== 'allowed') return { step: 'none' };
  const { requests } = external;
  const unhealthy = assessment.unhealthy.map(({ machine }) => machine).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (requests.kind === 'failed') return unhealthy.length > 0 ? { step: 'fail', error: requests.error } : { step: 'none' };

  const requestFor = ({ metadata }: Machine): UnstructuredObject | undefined => requests.byName.get(metadata.name);
  const remove = assessment.healthy.flatMap((machine) => {
    const request = requestFor(machine);
    return request && request.metadata.deletionTimestamp === undefined && isOwnedBy(request, machine) ? [request] : [];
  });
  return { step: 'change', resource: requests.resource, create: unhealthy.filter((machine) => !requestFor(machine)), existing: unhealthy.filter((machine) => requestFor(machine)), remove };
}
