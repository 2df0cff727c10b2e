import type { MachineTemplateSpec } from '@clusterwright/api/core/v1beta2';
import { rolloutFields } from '../machine-template-diff.ts';

/** A number that changes with the parts of a template that need new Machines. It only makes labels telling; no decision depends on it. */
export function templateHash(template: MachineTemplateSpec): number {
  return fnv1a32(JSON.stringify(sorted(rolloutFields(template))));
}

/** FNV-1a with 32 bits over the UTF-8 bytes of a text. */
export function fnv1a32(text: string): number {
  return new TextEncoder().encode(text).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}

/** The same value with keys in a fixed order, so that equal templates have equal texts. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
