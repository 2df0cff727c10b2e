import type { AddressUse, ContainerSpec } from '../../ports/container-engine.ts';
import type { ListAnswer, NetworkAttachment } from './container-answers.ts';
import type { EngineConnection } from './engine-connection.ts';
import type { EngineNetwork, EngineNetworks } from './engine-network.ts';
import { contains, familyOf, fixedAddresses } from './fixed-addresses.ts';

export interface ChooseOptions {
  /** Addresses that turned out to be somebody else's. */
  readonly avoid?: ReadonlySet<string>;
  readonly signal?: AbortSignal | undefined;
}

/** Where in a network containers are, and which addresses they can keep when they are stopped and started. */
export class EngineAddresses {
  readonly #connection: Pick<EngineConnection, 'json'>;
  readonly #networks: Pick<EngineNetworks, 'ensure'>;
  readonly #timeouts: { readonly shortMs: number };
  /** Id of a network, and family of fixed addresses that the engine would not give there. */
  readonly #refused = new Set<string>();

  constructor(connection: Pick<EngineConnection, 'json'>, networks: Pick<EngineNetworks, 'ensure'>, timeouts: { readonly shortMs: number }) {
    this.#connection = connection;
    this.#networks = networks;
    this.#timeouts = timeouts;
  }

  async use(network: string, address: string, signal?: AbortSignal): Promise<AddressUse> {
    const { subnets } = await this.#networks.ensure(network, signal);
    if (!subnets.some((subnet) => contains(subnet, address))) return { kind: 'outside' };
    const holder = (await this.#attachments(network, signal)).find(({ attachment }) => addressesOf(attachment).includes(address));
    return holder ? { kind: 'taken', by: holder.name } : { kind: 'free' };
  }

  /** The addresses to ask for: the one that it must have, or else ones that nobody has, or comes back for. None where the network has no fixed addresses. */
  async choose({ name, network, address }: ContainerSpec, { id, subnets }: EngineNetwork, { avoid, signal }: ChooseOptions = {}): Promise<readonly string[]> {
    if (address !== undefined) return [address];
    if (subnets.every(({ range }) => range === undefined)) return [];
    const others = (await this.#attachments(network, signal)).filter((other) => other.name !== name);
    const taken = new Set([...(avoid ?? []), ...others.flatMap(({ attachment }) => [...addressesOf(attachment), ...keptBy(attachment)])]);
    return fixedAddresses(name, subnets, taken).filter((each) => !this.#refused.has(refusalKey(id, each)));
  }

  /** The engine does not give these addresses. False where that was known. */
  refuse({ id }: EngineNetwork, addresses: readonly string[]): boolean {
    const known = this.#refused.size;
    for (const address of addresses) this.#refused.add(refusalKey(id, address));
    return this.#refused.size > known;
  }

  async #attachments(network: string, signal?: AbortSignal): Promise<{ readonly name: string; readonly attachment: NetworkAttachment }[]> {
    const filters = JSON.stringify({ network: [network] });
    const containers = await this.#connection.json<readonly ListAnswer[]>({ path: '/containers/json', query: { all: 'true', filters }, timeoutMs: this.#timeouts.shortMs, signal });
    return containers.flatMap(({ Names: [name = ''], NetworkSettings }) => {
      const attachment = NetworkSettings?.Networks?.[network];
      return attachment ? [{ name: name.replace(/^\//, ''), attachment }] : [];
    });
  }
}

function refusalKey(networkID: string, address: string): string {
  return `${networkID} ${String(familyOf(address))}`;
}

function addressesOf({ IPAddress, GlobalIPv6Address }: NetworkAttachment): string[] {
  return [IPAddress, GlobalIPv6Address].flatMap((address) => address || []);
}

function keptBy({ IPAMConfig }: NetworkAttachment): string[] {
  return [IPAMConfig?.IPv4Address, IPAMConfig?.IPv6Address].flatMap((address) => address || []);
}
