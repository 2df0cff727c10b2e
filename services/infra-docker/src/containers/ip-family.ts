import { isCidrBlock, isIPv4, isIPv6 } from '@clusterwright/api/cidr';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';
import type { Container } from '../ports/container-engine.ts';

export type IPFamily = 'IPv4' | 'IPv6' | 'DualStack';

/** The family that the Cluster's pods and services use; IPv4 where it names no ranges. Pure. Errors: `TerminalError` where the ranges contradict each other. */
export function ipFamilyOf({ spec: { clusterNetwork: { pods, services } = {} } }: Cluster): IPFamily {
  const podFamily = familyOfBlocks('pods', pods?.cidrBlocks ?? []);
  const serviceFamily = familyOfBlocks('services', services?.cidrBlocks ?? []);
  if (contradict(podFamily, serviceFamily)) throw new TerminalError('clusterNetwork: pods and services have different IP families');
  return podFamily ?? serviceFamily ?? 'IPv4';
}

function contradict(pods: IPFamily | undefined, services: IPFamily | undefined): boolean {
  return pods !== undefined && services !== undefined && pods !== 'DualStack' && pods !== services;
}

function familyOfBlocks(field: string, blocks: readonly string[]): IPFamily | undefined {
  if (blocks.length > 2) throw new TerminalError(`clusterNetwork.${field}: more than two ranges`);
  const malformed = blocks.find((block) => !isCidrBlock(block));
  if (malformed !== undefined) throw new TerminalError(`clusterNetwork.${field}: ${JSON.stringify(malformed)} is no range`);
  const families = new Set(blocks.map((block): IPFamily => (block.includes(':') ? 'IPv6' : 'IPv4')));
  return families.size === 2 ? 'DualStack' : [...families][0];
}

/** A host as the engine writes addresses; undefined where it is a name, or empty. Pure. */
export function addressIn(host: string): string | undefined {
  if (isIPv6(host)) return new URL(`http://[${host}]/`).hostname.slice(1, -1);
  return isIPv4(host) ? host : undefined;
}

/** Where other containers reach this one, by the family of its cluster. Pure. */
export function addressesOf({ ipv4, ipv6 }: Container, family: IPFamily): string[] {
  const wanted = family === 'IPv4' ? [ipv4] : family === 'IPv6' ? [ipv6] : [ipv4, ipv6];
  return wanted.flatMap((address) => address || []);
}
