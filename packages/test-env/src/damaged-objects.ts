export interface DamagedObject<T> {
  /** What was done: `spec.template removed`, `spec.template = "text"`. */
  readonly name: string;
  readonly object: T;
}

/** Values of every JSON type, so that wherever one is put, most are of the wrong type. */
const wrongValues: readonly unknown[] = ['text', '', 5, true, {}, [], [null], ['text'], [{}], null];
const identity = ['apiVersion', 'kind', 'metadata'];

/**
 * The object with each of its parts removed, and replaced by values that do not belong there. What identifies it stays whole: the API server itself reads that.
 * For what has to cope with objects whose schema was not checked.
 */
export function damagedObjects<T extends object>(object: T): DamagedObject<T>[] {
  return damagesBelow(object, '', identity) as DamagedObject<T>[];
}

function damagesBelow(parent: object, path: string, spared: readonly string[] = []): DamagedObject<unknown>[] {
  const isList = Array.isArray(parent);
  return Object.entries(parent).flatMap(([key, value]: [string, unknown]) => {
    if (spared.includes(key)) return [];
    const here = isList ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    const below = typeof value === 'object' && value !== null ? damagesBelow(value, here) : [];
    return [
      { name: `${here} removed`, object: without(parent, key) },
      ...wrongValues.map((wrong) => ({ name: `${here} = ${JSON.stringify(wrong)}`, object: replaced(parent, key, wrong) })),
      ...below.map(({ name, object }) => ({ name, object: replaced(parent, key, object) })),
    ];
  });
}

function replaced(parent: object, key: string, value: unknown): object {
  return Array.isArray(parent) ? parent.with(Number(key), value) : { ...parent, [key]: value };
}

function without(parent: object, key: string): object {
  return Array.isArray(parent) ? parent.filter((_item, index) => index !== Number(key)) : Object.fromEntries(Object.entries(parent).filter(([name]) => name !== key));
}
