import type { MachineAddress } from '@clusterwright/api/core/v1beta2';
import { addressesOf, ipFamilyOf } from '../../containers/ip-family.ts';
import { admitted } from './dockermachine.scope.ts';
import type { DockerMachineScope } from './dockermachine.scope.ts';

/** How others reach the machine: by the name of its container, and by its addresses in the engine's network. Empty while the container has not been seen running. Pure. */
export function machineAddresses(scope: DockerMachineScope): MachineAddress[] {
  const { container, containerName } = scope;
  if (!container || containerName === undefined || scope.provisioned?.status !== 'True') return [];
  const addresses = addressesOf(container, ipFamilyOf(admitted(scope).cluster)).flatMap((address): MachineAddress[] => [
    { type: 'InternalIP', address },
    { type: 'ExternalIP', address },
  ]);
  return [{ type: 'Hostname', address: containerName }, ...addresses];
}
