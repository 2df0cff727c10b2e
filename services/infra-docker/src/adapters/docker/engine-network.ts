import { createHash, randomUUID } from 'node:crypto';
import { ContainerEngineError } from '../../ports/container-engine.ts';
import type { EngineConnection } from './engine-connection.ts';
import { hasEngineCode } from './engine-errors.ts';
import { familyOf, lowerHalf } from './fixed-addresses.ts';
import type { Subnet } from './fixed-addresses.ts';

interface NetworkAnswer {
  readonly Id: string;
  readonly Name: string;
  readonly Created?: string;
  readonly Driver?: string;
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string; readonly IPRange?: string }[] | null };
  readonly Options?: Readonly<Record<string, string>> | null;
}

/** A network as it is now: one that was removed and made anew is another one, perhaps with other subnets. */
export interface EngineNetwork {
  readonly id: string;
  readonly subnets: readonly Subnet[];
}

const timeoutMs = 30_000;
const mtuOption = 'com.docker.network.driver.mtu';
const masqueradeOption = 'com.docker.network.bridge.enable_ip_masquerade';
const maximumAttempts = 5;
/** On the networks that we make, and what for. */
const networkLabel = 'clusterwright.dev/network';
/** Longer than any probe takes, whatever the clocks of engine and service say. */
const leftBehindMs = 3_600_000;

export interface EngineNetworksOptions {
  readonly connection: Pick<EngineConnection, 'json' | 'bytes'>;
  readonly now: () => Date;
}

/**
 * The networks that machines share, made where missing. As `kind` makes its own, and with one half of each subnet kept back:
 * the engine gives fixed addresses only out of subnets that were asked for, and those out of the half that it gives away by itself would not be there any more when a container comes back.
 *
 * Guarantees: only networks that this very call made are ever removed.
 */
export class EngineNetworks {
  readonly #connection: Pick<EngineConnection, 'json' | 'bytes'>;
  readonly #now: () => Date;
  readonly #pending = new Map<string, Promise<EngineNetwork>>();

  constructor({ connection, now }: EngineNetworksOptions) {
    this.#connection = connection;
    this.#now = now;
  }

  /** Makes sure of the network. Many callers at once make one, since the engine would take a second one of the same name. */
  async ensure(name: string, signal?: AbortSignal): Promise<EngineNetwork> {
    // The promise is shared, so no caller's signal may end it. Not remembered: users remove networks, and make others of that name.
    const pending = this.#pending.get(name) ?? this.#findOrCreate(name).finally(() => this.#pending.delete(name));
    this.#pending.set(name, pending);
    const network = await pending;
    signal?.throwIfAborted();
    return network;
  }

  async #findOrCreate(name: string): Promise<EngineNetwork> {
    const known = await this.#find(name);
    if (!known) await this.#create(name);
    const found = known ?? await this.#find(name);
    if (!found) throw new ContainerEngineError('Refused', `container engine: network ${name} was removed while it was made`);
    return { id: found.Id, subnets: roomOf(found) };
  }

  /** Where two processes made one each at the same time, both see the same of them. */
  async #find(name: string): Promise<NetworkAnswer | undefined> {
    // The filter finds parts of names, too.
    const networks = (await this.#list({ name: [name] })).filter(({ Name }) => Name === name);
    return networks.toSorted((a, b) => (age(a) < age(b) ? -1 : 1))[0];
  }

  async #list(filters: Readonly<Record<string, readonly string[]>>): Promise<readonly NetworkAnswer[]> {
    return await this.#connection.json<readonly NetworkAnswer[]>({ path: '/networks', query: { filters: JSON.stringify(filters) }, timeoutMs });
  }

  async #create(name: string): Promise<void> {
    const mtu = await this.#bridgeMtu();
    let hasIPv6 = true;
    for (let attempt = 0; attempt < maximumAttempts; attempt++) {
      const subnets = [await this.#freeSubnet(name), hasIPv6 ? localSubnet(name, attempt) : undefined].flatMap((subnet) => subnet ?? []);
      const outcome = await this.#tryCreate({ name, mtu, subnets });
      if (outcome === 'done') return;
      if (outcome === 'noIPv6') hasIPv6 = false;
    }
    await this.#tryCreate({ name, mtu, subnets: [] });
  }

  /** Only the engine knows which IPv4 subnet is free on its host: it gives one to a network that nobody else knows, which is removed at once. */
  async #freeSubnet(name: string): Promise<string | undefined> {
    await this.#sweep();
    const body = { Name: `${name}-clusterwright-${randomUUID()}`, Driver: 'bridge', Labels: { [networkLabel]: 'subnet-probe' } };
    const { Id } = await this.#connection.json<{ readonly Id: string }>({ method: 'POST', path: '/networks/create', body, timeoutMs });
    try {
      const chosen = await this.#connection.json<NetworkAnswer>({ path: `/networks/${Id}`, timeoutMs });
      return subnetsOf(chosen).find(({ subnet }) => familyOf(subnet.split('/')[0] ?? '') === 4)?.subnet;
    } finally {
      await this.#remove(Id);
    }
  }

  /** Whoever was killed before he removed his. */
  async #sweep(): Promise<void> {
    const left = await this.#list({ label: [`${networkLabel}=subnet-probe`] });
    for (const { Id, Created } of left) if (Created && this.#now().getTime() - Date.parse(Created) > leftBehindMs) await this.#remove(Id);
  }

  async #tryCreate(options: NetworkOptions): Promise<'done' | 'overlap' | 'noIPv6'> {
    try {
      const { Id } = await this.#connection.json<{ readonly Id: string }>({ method: 'POST', path: '/networks/create', body: networkConfig(options), timeoutMs });
      // The engine may have taken one of the same name from somebody else meanwhile; containers could be in neither of the two.
      if ((await this.#find(options.name))?.Id !== Id) await this.#remove(Id);
      return 'done';
    } catch (error) {
      if (!hasEngineCode(error, 'Refused')) throw error;
      const outcome = createFailure(error);
      if (outcome === 'exists') return 'done';
      // Without subnets of ours there is nothing else to try.
      if (outcome === undefined || options.subnets.length === 0) throw error;
      return outcome;
    }
  }

  async #remove(id: string): Promise<void> {
    try {
      await this.#connection.bytes({ method: 'DELETE', path: `/networks/${id}`, timeoutMs });
    } catch (error) {
      // It is gone already, or somebody uses it: then it is his.
      if (!hasEngineCode(error, 'Refused')) throw error;
    }
  }

  async #bridgeMtu(): Promise<string | undefined> {
    try {
      return (await this.#connection.json<NetworkAnswer>({ path: '/networks/bridge', timeoutMs })).Options?.[mtuOption];
    } catch (error) {
      if (hasEngineCode(error, 'Refused')) return undefined;
      throw error;
    }
  }
}

/** What a failed creation means for the next try; undefined where no other try can help. */
export function createFailure({ message }: ContainerEngineError): 'exists' | 'overlap' | 'noIPv6' | undefined {
  if (/already exists/i.test(message)) return 'exists';
  if (/overlaps with other (one|pool)/i.test(message)) return 'overlap';
  return /ipv6/i.test(message) ? 'noIPv6' : undefined;
}

/** The /64 of unique local IPv6 addresses that belongs to a network of this name; each attempt gives another one. */
export function localSubnet(name: string, attempt: number): string {
  const number = Buffer.alloc(4);
  number.writeInt32LE(attempt);
  const hash = createHash('sha1').update(name).update(number).digest();
  const groups = [0xfc00, hash.readUInt16BE(2), hash.readUInt16BE(4), hash.readUInt16BE(6)];
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}

interface NetworkOptions {
  readonly name: string;
  readonly mtu: string | undefined;
  /** Asked for; the engine chooses an IPv4 subnet where none is among them. */
  readonly subnets: readonly string[];
}

function networkConfig({ name, mtu, subnets }: NetworkOptions): object {
  const hasIPv6 = subnets.some((subnet) => subnet.includes(':'));
  return {
    Name: name,
    CheckDuplicate: true,
    Driver: 'bridge',
    Labels: { [networkLabel]: 'machines' },
    Options: { [masqueradeOption]: 'true', ...(mtu ? { [mtuOption]: mtu } : {}) },
    ...(hasIPv6 ? { EnableIPv6: true } : {}),
    ...(subnets.length > 0 ? { IPAM: { Config: subnets.map((subnet) => ({ Subnet: subnet, IPRange: lowerHalf(subnet) })) } } : {}),
  };
}

function age({ Created = '', Id }: NetworkAnswer): string {
  return `${Created} ${Id}`;
}

/** Beyond its range, a network of another kind may reach hosts that the engine does not know of; a bridge is within the engine's host. */
function roomOf(network: NetworkAnswer): readonly Subnet[] {
  const subnets = subnetsOf(network);
  return network.Driver === 'bridge' ? subnets : subnets.map(({ subnet }) => ({ subnet, range: undefined }));
}

function subnetsOf({ IPAM }: NetworkAnswer): readonly Subnet[] {
  return (IPAM?.Config ?? []).flatMap(({ Subnet: subnet, IPRange }) => (subnet ? [{ subnet, range: IPRange || undefined }] : []));
}
