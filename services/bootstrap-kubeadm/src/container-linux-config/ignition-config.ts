/** A configuration of Ignition, version 2.3. What its sections hold is made by readers, and not looked at again. */
export interface IgnitionConfig {
  readonly ignition: { readonly version: '2.3.0' };
  readonly networkd?: object;
  readonly passwd?: object;
  readonly storage?: object;
  readonly systemd?: object;
}

/**
 * Puts a second configuration behind a first one: lists follow each other, and of what there can only be one the second has precedence.
 *
 * Ignition itself goes through lists in their order, so a later drop-in of a unit, or a later file of the same path, wins.
 */
export function appendConfig(first: IgnitionConfig, second: IgnitionConfig): IgnitionConfig {
  // Both are of the type, and merging keeps what is there.
  return merged(first, second) as IgnitionConfig;
}

function merged(first: object, second: object): object {
  const result: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) result[key] = mergedValue(result[key], value);
  return result;
}

function mergedValue(first: unknown, second: unknown): unknown {
  if (Array.isArray(first) && Array.isArray(second)) return [...(first as readonly unknown[]), ...(second as readonly unknown[])];
  return isMapping(first) && isMapping(second) ? merged(first, second) : second;
}

const isMapping = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
