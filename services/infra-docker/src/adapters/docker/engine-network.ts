import { createHash } from 'node:crypto';
import { ContainerEngineError } from '../../ports/container-engine.ts';
import type { EngineConnection } from './engine-connection.ts';
import { hasEngineCode } from './engine-errors.ts';
import { familyOf, lowerHalf } from './fixed-addresses.ts';
import type { Subnet } from './fixed-addresses.ts';

interface NetworkAnswer {
  readonly Id: string;
  readonly Name: string;
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

/**
 * The networks that machines share, made where missing. As `kind` makes its own, and with one half of each subnet kept back:
 * the engine gives fixed addresses only out of subnets that were asked for, and those out of the half that it gives away by itself would not be there any more when a container comes back.
 */
export class EngineNetworks {
  readonly #connection: Pick<EngineConnection, 'json' | 'bytes'>;
  readonly #pending = new Map<string, Promise<EngineNetwork>>();

  constructor(connection: Pick<EngineConnection, 'json' | 'bytes'>) {
    this.#connection = connection;
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
    const known = await this.#answer(name);
    if (!known) await this.#create(name);
    const found = known ?? await this.#answer(name);
    if (!found) throw new ContainerEngineError('Refused', `container engine: network ${name} was removed while it was made`);
    return { id: found.Id, subnets: subnetsOf(found) };
  }

  async #answer(name: string): Promise<NetworkAnswer | undefined> {
    const filters = JSON.stringify({ name: [name] });
    const networks = await this.#connection.json<readonly NetworkAnswer[]>({ path: '/networks', query: { filters }, timeoutMs });
    // The filter finds parts of names, too.
    return networks.find(({ Name }) => Name === name);
  }

  async #create(name: string): Promise<void> {
    const mtu = await this.#bridgeMtu();
    for (let attempt = 0; attempt < maximumAttempts; attempt++) {
      const outcome = await this.#createWithRoom(name, { mtu, subnets: [localSubnet(name, attempt)] });
      if (outcome === 'done') return;
      if (outcome === 'noIPv6') break;
    }
    await this.#createWithRoom(name, { mtu, subnets: [] });
  }

  /**
   * Twice: only the engine knows which IPv4 subnet is free on its host, and one that it chose itself has no fixed addresses. So the one that it chose is asked for.
   * Where anything goes wrong on the way, its own choice stays, or comes back.
   */
  async #createWithRoom(name: string, options: NetworkOptions): Promise<'done' | 'overlap' | 'noIPv6'> {
    const outcome = await this.#tryCreate(networkConfig(name, options));
    // Somebody else's has containers by now, or soon.
    if (outcome === 'exists') return 'done';
    if (outcome !== 'created') return outcome;
    const found = await this.#answer(name);
    const chosen = found && subnetsOf(found).find(({ subnet }) => familyOf(subnet.split('/')[0] ?? '') === 4);
    if (!found || !chosen || !await this.#tryRemove(found.Id)) return 'done';
    const subnets = [chosen.subnet, ...options.subnets];
    const outcomes = { created: 'done', exists: 'done', overlap: 'overlap', noIPv6: 'noIPv6' } as const;
    const withRoom = outcomes[await this.#tryCreate(networkConfig(name, { ...options, subnets }))];
    return withRoom === 'done' ? withRoom : outcomes[await this.#tryCreate(networkConfig(name, options))];
  }

  async #tryCreate(config: object): Promise<'created' | 'exists' | 'overlap' | 'noIPv6'> {
    try {
      await this.#connection.json({ method: 'POST', path: '/networks/create', body: config, timeoutMs });
      return 'created';
    } catch (error) {
      if (!hasEngineCode(error, 'Refused')) throw error;
      const outcome = createFailure(error);
      // Without subnets of ours there is nothing else to try.
      if (outcome === undefined || (outcome !== 'exists' && !('IPAM' in config))) throw error;
      return outcome;
    }
  }

  /** False where somebody uses it already. */
  async #tryRemove(id: string): Promise<boolean> {
    try {
      await this.#connection.bytes({ method: 'DELETE', path: `/networks/${id}`, timeoutMs });
      return true;
    } catch (error) {
      if (hasEngineCode(error, 'Refused')) return false;
      throw error;
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
  readonly mtu: string | undefined;
  /** Asked for; the engine chooses an IPv4 subnet where none is among them. */
  readonly subnets: readonly string[];
}

function networkConfig(name: string, { mtu, subnets }: NetworkOptions): object {
  const hasIPv6 = subnets.some((subnet) => subnet.includes(':'));
  return {
    Name: name,
    CheckDuplicate: true,
    Driver: 'bridge',
    Options: { [masqueradeOption]: 'true', ...(mtu ? { [mtuOption]: mtu } : {}) },
    ...(hasIPv6 ? { EnableIPv6: true } : {}),
    ...(subnets.length > 0 ? { IPAM: { Config: subnets.map((subnet) => ({ Subnet: subnet, IPRange: lowerHalf(subnet) })) } } : {}),
  };
}

function subnetsOf({ IPAM }: NetworkAnswer): readonly Subnet[] {
  return (IPAM?.Config ?? []).flatMap(({ Subnet: subnet, IPRange }) => (subnet ? [{ subnet, range: IPRange || undefined }] : []));
}
