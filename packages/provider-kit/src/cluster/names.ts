import { randomInt } from 'node:crypto';

/** A whole number from 0 to below `limit`; injected so that tests know the names. */
export type RandomInteger = (limit: number) => number;

/** The default source of randomness: evenly distributed. */
export const randomInteger: RandomInteger = (limit) => randomInt(limit);

/** Kubernetes' alphabet for generated names: no vowels, so no words, and nothing that looks like another character. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const maxNameLength = 63;
const suffixLength = 5;

/** Characters that a base may have before a suffix cuts it. */
export const maxGeneratedNameBase = maxNameLength - suffixLength;

/** Random characters of Kubernetes' alphabet. */
export function randomSuffix(random: RandomInteger = randomInteger, length = suffixLength): string {
  return Array.from({ length }, () => alphabet.charAt(random(alphabet.length))).join('');
}

/** `base` and five random characters, 63 together at most; the base is cut where it is longer than 58. */
export function generateName(base: string, random: RandomInteger = randomInteger): string {
  return base.slice(0, maxGeneratedNameBase) + randomSuffix(random);
}
