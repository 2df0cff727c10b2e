/** The same value without object members that are null, as Go reads it; the value itself where there are none. Nulls in lists stay: they hold a place. Pure. */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) {
    const items = value.map(withoutNulls);
    return items.some((item, index) => item !== value[index]) ? (items as T) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const before = Object.entries(value);
  const after = before.filter(([, member]) => member !== null).map(([name, member]) => [name, withoutNulls(member as unknown)] as const);
  const isSame = before.length === after.length && after.every(([, member], index) => member === before[index]?.[1]);
  return isSame ? value : (Object.fromEntries(after) as T);
}
