type JsonType = 'a string' | 'a number' | 'a boolean' | 'a list' | 'an object' | 'null' | 'absent';

/**
 * Where defaulting would replace a value by one of another JSON type, and what both are; undefined where it does not.
 *
 * Defaults add to what is there, so this only happens where a request has, say, a text in the place of an object. Pure.
 */
export function typeConflict(received: unknown, defaulted: unknown, path = ''): string | undefined {
  const [is, becomes] = [jsonType(received), jsonType(defaulted)];
  if (is === 'absent' || becomes === 'absent') return undefined;
  if (is !== becomes) return `${path.slice(1)} must be ${becomes}, is ${is}`;
  if (typeof received !== 'object' || typeof defaulted !== 'object' || !received || !defaulted || received === defaulted) return undefined;
  for (const [name, value] of Object.entries(received)) {
    const below = Array.isArray(received) ? `${path}[${name}]` : `${path}.${name}`;
    const conflict = typeConflict(value, (defaulted as Record<string, unknown>)[name], below);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

function jsonType(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a string';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'a boolean';
    case 'object':
      return 'an object';
    default:
      return 'absent';
  }
}
