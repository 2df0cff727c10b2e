import { clusterNameLabel } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import { DevMachines, DockerMachines } from '@clusterwright/api/infrastructure/v1beta2';
import type { Client } from '@clusterwright/controller-runtime';
import { containerNameOf } from './dockermachine.scope.ts';

/** What machines that are there take away themselves, when their time comes. */
export async function containersOfMachines(client: Pick<Client, 'list'>, { namespace, name }: ObjectKey): Promise<Set<string>> {
  const ofCluster = { namespace, labels: { [clusterNameLabel]: name } };
  const machines = [...(await client.list(DevMachines, ofCluster)), ...(await client.list(DockerMachines, ofCluster))];
  return new Set(machines.flatMap((machine) => containerNameOf(machine, name) ?? []));
}
