/**
 * Where defaulting would replace a value by one of another JSON type, and what both are; undefined where it does not.
 *
 * Defaults add to what is there, so this only happens where a request has, say, a text in the place of an object. Pure.
 */
export function typeConflict(received: unknown, defaulted: unknown, path = ''): string | undefined {
  if (received === undefined || defaulted === undefined) return undefined;
  const [is, becomes] = [jsonType(received), jsonType(defaulted)];
  if (is !== becomes) return `${path.slice(1)} must be ${becomes}, is ${is}`;
  if (!isParent(received) || !isParent(defaulted)) return undefined;
  const at = (name: string): string => (Array.isArray(received) ? `${path}[${name}]` : `${path}.${name}`);
  for (const [name, value] of Object.entries(received)) {
    const conflict = typeConflict(value, defaulted[name], at(name));
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

/** An object, or a list by its indexes. */
function isParent(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
