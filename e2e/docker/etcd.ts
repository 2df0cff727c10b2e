import type { Story } from './story.ts';

const pki = '/etc/kubernetes/pki/etcd';

/** Names of the members, as etcd itself tells them: those of their Machines. */
export async function etcdMembers(story: Story): Promise<string[]> {
  const { members } = JSON.parse(await etcdctl(story, 'member', 'list', '--write-out=json')) as { members: { name: string }[] };
  return members.map(({ name }) => name).toSorted();
}

interface EndpointStatus {
  readonly Endpoint: string;
  readonly Status: { readonly header: { readonly member_id: number }; readonly leader: number };
}

/** The name of the Machine whose member leads. Errors: while none does. */
export async function etcdLeader(story: Story): Promise<string> {
  const statuses = JSON.parse(await etcdctl(story, 'endpoint', 'status', '--cluster', '--write-out=json')) as EndpointStatus[];
  const leader = statuses.find(({ Status: { header, leader: id } }) => header.member_id === id);
  const address = leader && new URL(leader.Endpoint).hostname;
  const machine = (await story.machines('control plane')).find(({ status }) => (status?.['addresses'] as { address: string }[] | undefined)?.some((known) => known.address === address));
  if (!machine) throw new Error(`no Machine has the address of etcd's leader, ${String(address)}`);
  return machine.metadata.name;
}

/** Runs etcdctl in the oldest control plane machine. */
async function etcdctl(story: Story, ...args: readonly string[]): Promise<string> {
  const kubectl = await story.workload();
  const [machine] = await story.machines('control plane');
  return kubectl('-n', 'kube-system', 'exec', `etcd-${String(machine?.metadata.name)}`, '--', 'etcdctl', `--cacert=${pki}/ca.crt`, `--cert=${pki}/server.crt`, `--key=${pki}/server.key`, ...args);
}
