import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** A subnet of a network, and the part of it out of which the engine takes addresses by itself, where that is not all of it. */
export interface Subnet {
  readonly subnet: string;
  readonly range?: string | undefined;
}

type Family = 4 | 6;

interface Block {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

const bitsOf: Readonly<Record<Family, number>> = { 4: 32, 6: 128 };
/** Less room than this would be used up by a few clusters. */
const smallestRoom = 64n;
const mostTries = 256;

/** The lower half of a subnet: what is left to the engine, so that nothing it gives away can be an address that a stopped container comes back for. Pure. */
export function lowerHalf(subnet: string): string {
  const [address = '', length = '0'] = subnet.split('/');
  return `${address}/${String(Number(length) + 1)}`;
}

/** Whether an address belongs to a subnet. Pure. */
export function contains({ subnet }: Subnet, address: string): boolean {
  const { family, first, last } = blockOf(subnet);
  if (family !== familyOf(address)) return false;
  const value = numberOf(address);
  return value >= first && value <= last;
}

/**
 * One address of each family for a container to keep for good, outside of what the engine gives away; none where the network has no such room. Pure.
 *
 * It follows from the name, so that a container made anew comes back to its address, unless somebody else took it meanwhile.
 */
export function fixedAddresses(name: string, subnets: readonly Subnet[], taken: ReadonlySet<string>): string[] {
  return subnets.flatMap((subnet) => freeAddress(name, subnet, taken) ?? []);
}

function freeAddress(name: string, { subnet, range }: Subnet, taken: ReadonlySet<string>): string | undefined {
  if (range === undefined) return undefined;
  const { family, last } = blockOf(subnet);
  const first = blockOf(range).last + 1n;
  // The last one of IPv4 is for broadcasts.
  const room = last - first;
  if (room < smallestRoom) return undefined;
  const start = createHash('sha256').update(name).digest().readBigUInt64BE();
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const address = textOf(first + ((start + BigInt(attempt)) % room), family);
    // Valid in a large subnet, and yet refused by some tools and eyed by every reader.
    if (!taken.has(address) && !/\.(0|255)$/.test(address)) return address;
  }
  return undefined;
}

function blockOf(cidr: string): Block {
  const [address = '', length = '0'] = cidr.split('/');
  const family = familyOf(address);
  const size = 1n << BigInt(bitsOf[family] - Number(length));
  const first = (numberOf(address) / size) * size;
  return { family, first, last: first + size - 1n };
}

export function familyOf(address: string): Family {
  return isIPv6(address) ? 6 : 4;
}

function numberOf(address: string): bigint {
  if (familyOf(address) === 4) return address.split('.').reduce((value, part) => value * 256n + BigInt(part), 0n);
  const [head = '', tail] = canonical(address).split('::');
  const groups = (half = ''): string[] => (half === '' ? [] : half.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)].reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

function textOf(value: bigint, family: Family): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  return canonical(Array.from({ length: 8 }, (_, group) => ((value >> BigInt(112 - 16 * group)) & 65_535n).toString(16)).join(':'));
}

/** The shortest way to write an IPv6 address, in which the engine writes them, too. */
function canonical(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}
