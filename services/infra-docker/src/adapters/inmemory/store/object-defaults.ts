import { crdResource, namespaceResource, podResource, resourceId, secretResource, type ServedResource } from './resources.ts';
import { isJsonObject, type JsonObject } from './json-values.ts';

type Defaulter = (object: JsonObject, now: string) => JsonObject;

/** What an API server or its controllers would add at once, for the kinds where clients rely on it. */
const defaulters: ReadonlyMap<string, Defaulter> = new Map([
  [resourceId(secretResource), defaultSecret],
  [resourceId(namespaceResource), defaultNamespace],
  [resourceId(podResource), defaultPod],
  [resourceId(crdResource), defaultCustomResourceDefinition],
]);

/** Returns the object with server-side defaults; the input is left alone. */
export function withDefaults(resource: ServedResource, object: JsonObject, now: string): JsonObject {
  return defaulters.get(resourceId(resource))?.(object, now) ?? object;
}

function defaultSecret({ stringData, ...secret }: JsonObject): JsonObject {
  const type = secret['type'] ?? 'Opaque';
  if (!isJsonObject(stringData)) return { ...secret, type };
  const encoded = Object.entries(stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]);
  const data = isJsonObject(secret['data']) ? secret['data'] : {};
  return { ...secret, type, data: { ...data, ...Object.fromEntries(encoded) } };
}

function defaultNamespace(namespace: JsonObject): JsonObject {
  const metadata = isJsonObject(namespace['metadata']) ? namespace['metadata'] : {};
  const labels = isJsonObject(metadata['labels']) ? metadata['labels'] : {};
  return {
    ...namespace,
    metadata: { ...metadata, labels: { ...labels, 'kubernetes.io/metadata.name': metadata['name'] } },
    status: isJsonObject(namespace['status']) ? namespace['status'] : { phase: 'Active' },
  };
}

function defaultPod(pod: JsonObject): JsonObject {
  return isJsonObject(pod['status']) && pod['status']['phase'] !== undefined ? pod : { ...pod, status: { ...(pod['status'] as JsonObject | undefined), phase: 'Pending' } };
}

/** Nothing has to be compiled here, so a definition is established as soon as it is stored. */
function defaultCustomResourceDefinition(definition: JsonObject, now: string): JsonObject {
  const spec = isJsonObject(definition['spec']) ? definition['spec'] : {};
  const versions = Array.isArray(spec['versions']) ? spec['versions'].filter(isJsonObject) : [];
  const condition = (type: string, reason: string, message: string): JsonObject => ({ type, status: 'True', reason, message, lastTransitionTime: now });
  const established = {
    acceptedNames: spec['names'],
    storedVersions: versions.filter((version) => version['storage'] === true).map((version) => version['name']),
    conditions: [condition('NamesAccepted', 'NoConflicts', 'no conflicts found'), condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted')],
  };
  return isJsonObject(definition['status']) && definition['status']['conditions'] !== undefined ? definition : { ...definition, status: established };
}
