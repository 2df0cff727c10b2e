import { EtcdError, type EtcdAlarm, type EtcdClient, type EtcdConnector, type EtcdMember } from './etcd-client.ts';

/** An etcd cluster in memory. Knobs: `members`, `alarms`, `leader`, `failNext`. Memory: `calls`. */
export class FakeEtcd implements EtcdConnector {
  members: EtcdMember[];
  alarms: EtcdAlarm[] = [];
  leader: string;
  readonly calls: string[] = [];
  readonly #failures = new Map<string, EtcdError>();

  constructor(members: readonly EtcdMember[] = []) {
    this.members = [...members];
    this.leader = members[0]?.name ?? '';
  }

  /** The next call of this kind fails: `connect`, `members`, `alarms`, `removeMember` or `moveLeader`. */
  failNext(call: string, error = new EtcdError('Connect', 'connection refused')): this {
    this.#failures.set(call, error);
    return this;
  }

  async connect(_target: unknown, nodeNames: readonly string[]): Promise<EtcdClient> {
    this.#record('connect', nodeNames.join(','));
    return {
      leaderID: this.members.find(({ name }) => name === this.leader)?.id ?? 0n,
      members: async () => {
        this.#record('members');
        return [...this.members];
      },
      alarms: async () => {
        this.#record('alarms');
        return [...this.alarms];
      },
      removeMember: async (id) => {
        this.#record('removeMember', this.#nameOf(id));
        this.members = this.members.filter((member) => member.id !== id);
      },
      moveLeader: async (to) => {
        this.#record('moveLeader', this.#nameOf(to));
        this.leader = this.#nameOf(to);
      },
      close: () => this.#record('close'),
    };
  }

  #nameOf(id: bigint): string {
    return this.members.find((member) => member.id === id)?.name ?? String(id);
  }

  #record(call: string, detail?: string): void {
    this.calls.push(detail === undefined ? call : `${call} ${detail}`);
    const failure = this.#failures.get(call);
    this.#failures.delete(call);
    if (failure) throw failure;
  }
}
