import type { AddressUse, ContainerSpec } from '../../ports/container-engine.ts';
import type { InspectAnswer, ListAnswer, NetworkAttachment } from './container-answers.ts';
import type { EngineConnection } from './engine-connection.ts';
import type { EngineNetworks } from './engine-network.ts';
import { contains, familyOf, fixedAddresses } from './fixed-addresses.ts';

/** Where in a network containers are, and which addresses they can keep when they are stopped and started. */
export class EngineAddresses {
  readonly #connection: Pick<EngineConnection, 'json'>;
  readonly #networks: Pick<EngineNetworks, 'ensure' | 'forget'>;
  readonly #timeouts: { readonly shortMs: number };
  /** Network and family of fixed addresses that the engine would not give. */
  readonly #refused = new Set<string>();

  constructor(connection: Pick<EngineConnection, 'json'>, networks: Pick<EngineNetworks, 'ensure' | 'forget'>, timeouts: { readonly shortMs: number }) {
    this.#connection = connection;
    this.#networks = networks;
    this.#timeouts = timeouts;
  }

  async use(network: string, address: string, signal?: AbortSignal): Promise<AddressUse> {
    const subnets = await this.#networks.ensure(network, signal);
    if (!subnets.some((subnet) => contains(subnet, address))) return { kind: 'outside' };
    const holder = (await this.#attachments(network, signal)).find(({ attachment }) => addressesOf(attachment).includes(address));
    return holder ? { kind: 'taken', by: holder.name } : { kind: 'free' };
  }

  /** The addresses to ask for: the one that clients know, or else new ones that nobody has, or comes back for. None where the network has no fixed addresses. */
  async choose({ name, network, address }: ContainerSpec, avoid: ReadonlySet<string>, signal?: AbortSignal): Promise<readonly string[]> {
    const subnets = await this.#networks.ensure(network, signal);
    const wanted = address !== undefined && subnets.some((subnet) => contains(subnet, address)) ? [address] : undefined;
    if (wanted) return wanted.filter((each) => !this.#refused.has(refusalKey(network, each)));
    if (subnets.every(({ range }) => range === undefined)) return [];
    const others = (await this.#attachments(network, signal)).filter((other) => other.name !== name);
    const taken = new Set([...avoid, ...others.flatMap(({ attachment }) => [...addressesOf(attachment), ...keptBy(attachment)])]);
    return fixedAddresses(name, subnets, taken).filter((each) => !this.#refused.has(refusalKey(network, each)));
  }

  /** The engine does not give these addresses. False where that was known. */
  refuse(network: string, addresses: readonly string[]): boolean {
    const known = this.#refused.size;
    for (const address of addresses) this.#refused.add(refusalKey(network, address));
    return this.#refused.size > known;
  }

  /** The network went away behind our back; the next of that name may be another one. */
  forget(network: string): void {
    this.#networks.forget(network);
    for (const key of this.#refused) if (key.startsWith(`${network} `)) this.#refused.delete(key);
  }

  /** Whether a container that does not run would come back without the address that it should have, though it could have it. */
  async isMisplaced({ NetworkSettings }: InspectAnswer, spec: ContainerSpec, signal?: AbortSignal): Promise<boolean> {
    const { address, network } = spec;
    if (address === undefined) return false;
    const attachment = NetworkSettings.Networks?.[network];
    const keepsIt = attachment !== undefined && keptBy(attachment).includes(address);
    return !keepsIt && (await this.choose(spec, new Set(), signal)).includes(address);
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

function refusalKey(network: string, address: string): string {
  return `${network} ${String(familyOf(address))}`;
}

function addressesOf({ IPAddress, GlobalIPv6Address }: NetworkAttachment): string[] {
  return [IPAddress, GlobalIPv6Address].flatMap((address) => address || []);
}

function keptBy({ IPAMConfig }: NetworkAttachment): string[] {
  return [IPAMConfig?.IPv4Address, IPAMConfig?.IPv6Address].flatMap((address) => address || []);
}
