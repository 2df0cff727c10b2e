import { isJsonObject, jsonText, type JsonObject } from './json-values.ts';
import type { ObjectStore } from './object-store.ts';
import { builtInResources, crdResource, resourceId, type ServedResource } from './resources.ts';

const builtInById: ReadonlyMap<string, ServedResource> = new Map(builtInResources.map((resource) => [resourceId(resource), resource]));

/** The kinds one simulated cluster serves: the built-in ones, and those its CustomResourceDefinitions define. */
export class ResourceCatalog {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Every kind at every served version, grouped as discovery shows them. */
  list(): readonly ServedResource[] {
    return [...builtInResources, ...this.#store.list(crdResource).flatMap(definedResources)];
  }

  find({ group, version, plural }: Pick<ServedResource, 'group' | 'version' | 'plural'>): ServedResource | undefined {
    const builtIn = builtInById.get(resourceId({ group, plural }));
    if (builtIn) return builtIn.version === version ? builtIn : undefined;
    const definition = this.#store.get(crdResource, { name: `${plural}.${group}` });
    return definition && definedResources(definition).find((resource) => resource.version === version);
  }
}

function definedResources(definition: JsonObject): ServedResource[] {
  const spec = isJsonObject(definition['spec']) ? definition['spec'] : {};
  const names = isJsonObject(spec['names']) ? spec['names'] : {};
  const versions = Array.isArray(spec['versions']) ? spec['versions'].filter(isJsonObject) : [];
  return versions.filter((version) => version['served'] === true).map((version) => ({
    group: jsonText(spec['group']) ?? '',
    version: jsonText(version['name']) ?? '',
    kind: jsonText(names['kind']) ?? '',
    plural: jsonText(names['plural']) ?? '',
    singular: jsonText(names['singular']) ?? '',
    namespaced: spec['scope'] === 'Namespaced',
    shortNames: strings(names['shortNames']),
    categories: strings(names['categories']),
    hasStatus: isJsonObject(version['subresources']) && version['subresources']['status'] !== undefined,
    countsGenerations: true,
    builtIn: false,
  }));
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
