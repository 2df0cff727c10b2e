import { load } from 'js-yaml';
import { toError } from '@clusterwright/api/errors';
import { badRequest, unsupportedMediaType } from '../store/api-errors.ts';
import type { PatchKind } from '../store/apply-patch.ts';
import { isJsonObject, type JsonObject } from '../store/json-values.ts';
import { decodeProtobuf } from './protobuf/decode-object.ts';

const objectTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

const patchKinds: ReadonlyMap<string, PatchKind> = new Map<string, PatchKind>([
  ['application/json-patch+json', 'json'],
  ['application/merge-patch+json', 'merge'],
  ['application/strategic-merge-patch+json', 'strategic'],
  ['application/apply-patch+yaml', 'apply'],
]);

/** Reads the body of a write. Errors: UnsupportedMediaType; BadRequest where it is no object. */
export function decodeObject(contentType: string, body: Buffer): JsonObject {
  const object = decodeByType(mediaType(contentType), body);
  if (!isJsonObject(object)) throw badRequest('the request body is not an object');
  checkSize(object);
  return object;
}

/** Reads the optional body of a deletion. */
export function decodeOptions(contentType: string, body: Buffer): JsonObject {
  return body.length === 0 ? {} : decodeObject(contentType, body);
}

export function decodePatch(contentType: string, body: Buffer): { kind: PatchKind; body: unknown } {
  const kind = patchKinds.get(mediaType(contentType));
  if (!kind) throw unsupportedMediaType([...patchKinds.keys()]);
  const patch = kind === 'apply' ? parseYaml(body) : parseJson(body);
  checkSize(patch);
  return { kind, body: patch };
}

/** Deeper or wider than any real object: YAML aliases and nested lists can make a small body explode later on. */
const depthLimit = 256;
const valueLimit = 500_000;

function checkSize(root: unknown): void {
  let values = 0;
  const visit = (value: unknown, depth: number): void => {
    values += 1;
    if (values > valueLimit || depth > depthLimit) throw badRequest('the request body is nested too deeply or holds too many values');
    if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) visit(item, depth + 1);
  };
  visit(root, 0);
}

function mediaType(contentType: string): string {
  return contentType.split(';', 1).join('').trim().toLowerCase();
}

function decodeByType(type: string, body: Buffer): unknown {
  switch (type) {
    case '':
    case 'application/json':
      return parseJson(body);
    case 'application/yaml':
      return parseYaml(body);
    case 'application/vnd.kubernetes.protobuf':
      return decodeProtobuf(body);
    default:
      throw unsupportedMediaType(objectTypes);
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${toError(error).message}`);
  }
}

/** JSON is YAML, and most appliers send it: the fast parser first. */
function parseYaml(body: Buffer): unknown {
  const text = body.toString('utf8');
  if (text.trimStart().startsWith('{')) return parseJson(body);
  try {
    return load(text);
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: ${toError(error).message}`);
  }
}
