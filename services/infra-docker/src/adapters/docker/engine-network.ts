import { createHash } from 'node:crypto';
import type { ContainerEngineError } from '../../ports/container-engine.ts';
import type { EngineConnection } from './engine-connection.ts';
import { hasEngineCode } from './engine-errors.ts';

interface NetworkAnswer {
  readonly Name: string;
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string }[] | null };
  readonly Options?: Readonly<Record<string, string>> | null;
}

const timeoutMs = 30_000;
const mtuOption = 'com.docker.network.driver.mtu';
const masqueradeOption = 'com.docker.network.bridge.enable_ip_masquerade';
const maximumAttempts = 5;

/** The networks that machines share: made where missing, in the way `kind` makes its own, and remembered. */
export class EngineNetworks {
  readonly #connection: EngineConnection;
  readonly #known = new Map<string, Promise<readonly string[]>>();

  constructor(connection: EngineConnection) {
    this.#connection = connection;
  }

  /** Makes sure of the network and tells its subnets. Many callers at once make one network, since the engine would take a second one of the same name. */
  async ensure(name: string, signal?: AbortSignal): Promise<readonly string[]> {
    // The promise is shared, so no caller's signal may end it.
    const pending = this.#known.get(name) ?? this.#find(name).then(async (found) => found ?? await this.#create(name));
    this.#known.set(name, pending);
    pending.catch(() => this.#known.delete(name));
    const subnets = await pending;
    signal?.throwIfAborted();
    return subnets;
  }

  /** The network went away behind our back. */
  forget(name: string): void {
    this.#known.delete(name);
  }

  async #find(name: string): Promise<readonly string[] | undefined> {
    const filters = JSON.stringify({ name: [name] });
    const networks = await this.#connection.json<readonly NetworkAnswer[]>({ path: '/networks', query: { filters }, timeoutMs });
    // The filter finds parts of names, too.
    const found = networks.find(({ Name }) => Name === name);
    return found && subnetsOf(found);
  }

  async #create(name: string): Promise<readonly string[]> {
    const mtu = await this.#bridgeMtu();
    for (let attempt = 0; attempt < maximumAttempts; attempt++) {
      const outcome = await this.#tryCreate(networkConfig(name, { mtu, ipv6Subnet: localSubnet(name, attempt) }));
      if (outcome === 'created') return await this.#find(name) ?? [];
      if (outcome === 'noIPv6') break;
    }
    await this.#tryCreate(networkConfig(name, { mtu }));
    return await this.#find(name) ?? [];
  }

  async #tryCreate(config: object): Promise<'created' | 'overlap' | 'noIPv6'> {
    try {
      await this.#connection.json({ method: 'POST', path: '/networks/create', body: config, timeoutMs });
      return 'created';
    } catch (error) {
      if (!hasEngineCode(error, 'Refused')) throw error;
      const outcome = createFailure(error);
      if (outcome === undefined || !('EnableIPv6' in config)) throw error;
      return outcome;
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

/** What a failed creation means for the next try; undefined where no other try can help. A network that somebody else just made counts as made. */
export function createFailure({ message }: ContainerEngineError): 'created' | 'overlap' | 'noIPv6' | undefined {
  if (/already exists/i.test(message)) return 'created';
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

function networkConfig(name: string, { mtu, ipv6Subnet }: { readonly mtu: string | undefined; readonly ipv6Subnet?: string }): object {
  return {
    Name: name,
    CheckDuplicate: true,
    Driver: 'bridge',
    Options: { [masqueradeOption]: 'true', ...(mtu ? { [mtuOption]: mtu } : {}) },
    ...(ipv6Subnet ? { EnableIPv6: true, IPAM: { Config: [{ Subnet: ipv6Subnet }] } } : {}),
  };
}

function subnetsOf({ IPAM }: NetworkAnswer): readonly string[] {
  return (IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet ? [Subnet] : []));
}
