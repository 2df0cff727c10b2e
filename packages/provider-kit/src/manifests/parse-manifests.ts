import { CORE_SCHEMA, NOT_RESOLVED, boolYaml11Tag, intYaml11Tag, loadAll, mergeTag } from 'js-yaml';
import type { UnstructuredObject } from '@clusterwright/api';
import { AppError, toError } from '@clusterwright/api/errors';

/** A text that should hold Kubernetes objects does not. Surfaces in the condition of whoever reads it; not retried, because the text must change. */
export class ManifestError extends AppError {
  readonly code = 'Manifest';
  override readonly retry = 'never' as const;
}

/**
 * YAML as Kubernetes' own tools read it: `0644` is octal, `yes` is true, `12:30` and dates are text.
 * A reader of YAML 1.2 would take file modes for decimal numbers.
 */
const kubernetesYaml = CORE_SCHEMA.withTags(boolYaml11Tag, mergeTag, {
  ...intYaml11Tag,
  resolve: (source, isExplicit, tagName) => {
    if (source.includes(':')) return NOT_RESOLVED;
    const octal = /^([-+]?)0o([0-7]+)$/.exec(source);
    return octal ? Number(`${octal[1]}${parseInt(octal[2] ?? '', 8)}`) : intYaml11Tag.resolve(source, isExplicit, tagName);
  },
});

/**
 * The objects of a text: YAML of one or many documents, JSON, a JSON list, or a `List` object; empty documents are left out.
 *
 * Errors: `ManifestError`, which says what is wrong with which document, and never repeats the text: it may be secret.
 */
export function parseManifests(text: string): UnstructuredObject[] {
  return documentsOf(text).flatMap((document, index) => objectsOf(document, `document ${index + 1}`));
}

function documentsOf(text: string): unknown[] {
  try {
    return loadAll(text, { schema: kubernetesYaml, json: true }).filter((document) => document !== null && document !== undefined);
  } catch (thrown) {
    // The rest of the message shows the lines around the mistake.
    const [reason = ''] = toError(thrown).message.split('\n');
    throw new ManifestError(`failed to read YAML: ${reason}`);
  }
}

function objectsOf(value: unknown, where: string): UnstructuredObject[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsOf(item, `${where}, item ${index + 1}`));
  if (!isMap(value)) throw new ManifestError(`${where} is no object`);
  if (value['kind'] === 'List' && Array.isArray(value['items'])) return objectsOf(value['items'], where);
  return [checked(value, where)];
}

function checked(value: Record<string, unknown>, where: string): UnstructuredObject {
  const { apiVersion, kind, metadata } = value;
  if (!isText(apiVersion)) throw new ManifestError(`${where} has no apiVersion`);
  if (!isText(kind)) throw new ManifestError(`${where} has no kind`);
  if (!isMap(metadata) || !(isText(metadata['name']) || isText(metadata['generateName']))) throw new ManifestError(`${where} (${kind}) has no metadata.name`);
  // An object with generateName has no name before it is created: the API server takes the empty one for none.
  return { ...value, apiVersion, kind, metadata: { ...metadata, name: isText(metadata['name']) ? metadata['name'] : '' } };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
