/**
 * Kubernetes versions: semantic versions with an optional `v`, compared as upstream compares them. Build metadata (`+k3s1`) is ordered where it is numbers,
 * and merely different where it is not.
 */
import { AppError } from './errors.ts';

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly pre: readonly string[];
  readonly build: readonly string[];
}

/** A text is not a version. Surfaces as a failed phase or a validation message. */
export class InvalidVersionError extends AppError {
  readonly code = 'InvalidVersion';
}

/** Less, equal, greater; 2 where build metadata differs and cannot be ordered. */
export type VersionOrder = -1 | 0 | 1 | 2;

export interface CompareOptions {
  /** Where everything else is equal, compare build metadata. */
  readonly withBuild?: boolean;
  readonly withoutPreRelease?: boolean;
}

const pattern = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?)?$/;
const identifiersAreValid = (identifiers: readonly string[]): boolean => identifiers.every((identifier) => identifier !== '');

/** Parses a version with or without `v`, minor and patch; undefined where the text is none. */
export function parseVersion(text: string): Version | undefined {
  const match = pattern.exec(text.trim());
  if (!match) return undefined;
  const [, major, minor, patch, pre, build] = match;
  const version = { major: Number(major), minor: Number(minor ?? 0), patch: Number(patch ?? 0), pre: pre?.split('.') ?? [], build: build?.split('.') ?? [] };
  return identifiersAreValid(version.pre) && identifiersAreValid(version.build) ? version : undefined;
}

/** As `parseVersion`. Errors: `InvalidVersionError` naming the text. */
export function mustParseVersion(text: string): Version {
  const version = parseVersion(text);
  if (!version) throw new InvalidVersionError(`failed to parse Kubernetes version ${JSON.stringify(text)}`);
  return version;
}

/** Parses a version out of an image tag, where `_` stands for `+`. */
export function parseImageTagVersion(tag: string): Version | undefined {
  return parseVersion(tag.replaceAll('_', '+'));
}

const isNumeric = (identifier: string): boolean => /^\d+$/.test(identifier);
const order = <T extends number | string | bigint>(a: T, b: T): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0);

type IdentifierOrder = (a: string, b: string) => VersionOrder;

/** Numbers before words, numbers by value; `ofWords` says how two words compare. */
function identifierOrder(ofWords: IdentifierOrder): IdentifierOrder {
  return (a, b) => {
    if (isNumeric(a) && isNumeric(b)) return order(BigInt(a), BigInt(b));
    if (isNumeric(a)) return -1;
    if (isNumeric(b)) return 1;
    return ofWords(a, b);
  };
}

const preReleaseOrder = identifierOrder(order);
// Words in build metadata may be commit hashes, so their alphabetical order means nothing.
const buildOrder = identifierOrder((a, b) => (a === b ? 0 : 2));

function compareIdentifiers(a: readonly string[], b: readonly string[], compare: IdentifierOrder): VersionOrder {
  for (const [index, identifier] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const result = compare(identifier, other);
    if (result !== 0) return result;
  }
  return a.length < b.length ? -1 : 0;
}

function comparePreReleases(a: readonly string[], b: readonly string[]): VersionOrder {
  // A release comes after its own pre-releases.
  if (a.length === 0 || b.length === 0) return order(b.length === 0 ? 0 : 1, a.length === 0 ? 0 : 1);
  return compareIdentifiers(a, b, preReleaseOrder);
}

/** Semantic order of two versions; by default build metadata does not count. */
export function compareVersions(a: Version, b: Version, options: CompareOptions = {}): VersionOrder {
  const core = order(a.major, b.major) || order(a.minor, b.minor) || order(a.patch, b.patch);
  if (core !== 0) return core;
  const pre = options.withoutPreRelease ? 0 : comparePreReleases(a.pre, b.pre);
  if (pre !== 0 || !options.withBuild) return pre;
  return compareIdentifiers(a.build, b.build, buildOrder);
}

/** Whether `version` is at least `minimum`, pre-releases of the minimum included. Errors: `InvalidVersionError`. */
export function isAtLeast(version: string, minimum: string): boolean {
  return compareVersions(mustParseVersion(version), mustParseVersion(minimum), { withoutPreRelease: true }) >= 0;
}
