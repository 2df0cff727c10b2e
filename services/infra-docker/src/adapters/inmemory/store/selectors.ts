import { badRequest } from './api-errors.ts';
import { isJsonObject, jsonText } from './json-values.ts';

/** Answers whether an object belongs to a selection. */
export type ObjectPredicate = (object: object) => boolean;

type LabelTest = (labels: Readonly<Record<string, unknown>>) => boolean;

const everything: ObjectPredicate = () => true;

/** Reads a label selector in Kubernetes' string form. Errors: BadRequest where it cannot be parsed. */
export function parseLabelSelector(text: string | null | undefined): ObjectPredicate {
  if (!text?.trim()) return everything;
  const tests = splitRequirements(text).map(parseLabelRequirement);
  return (object) => {
    const labels = readPath(object, ['metadata', 'labels']);
    const found = isJsonObject(labels) ? labels : {};
    return tests.every((test) => test(found));
  };
}

/** Splits at commas that are not inside parentheses. */
function splitRequirements(text: string): string[] {
  return text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

const setForm = /^([^\s!=<>()]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const equalForm = /^([^\s!=<>()]+)\s*(==|=|!=|>|<)\s*([^\s!=<>()]*)$/;
const existsForm = /^(!?)\s*([^\s!=<>()]+)$/;

function parseLabelRequirement(text: string): LabelTest {
  const set = setForm.exec(text);
  if (set) return setTest(set[1] ?? '', set[2] === 'in', (set[3] ?? '').split(',').map((value) => value.trim()));
  const equal = equalForm.exec(text);
  if (equal) return comparison(equal[1] ?? '', equal[2] ?? '', equal[3] ?? '');
  const exists = existsForm.exec(text);
  if (exists) return (labels) => Object.hasOwn(labels, exists[2] ?? '') === (exists[1] === '');
  throw badRequest(`unable to parse requirement: ${text}`);
}

function setTest(key: string, include: boolean, values: readonly string[]): LabelTest {
  return (labels) => (Object.hasOwn(labels, key) && values.includes(String(labels[key]))) === include;
}

function comparison(key: string, operator: string, value: string): LabelTest {
  switch (operator) {
    case '>':
      return (labels) => Object.hasOwn(labels, key) && Number(labels[key]) > Number(value);
    case '<':
      return (labels) => Object.hasOwn(labels, key) && Number(labels[key]) < Number(value);
    default:
      return setTest(key, operator !== '!=', [value]);
  }
}

/** The fields that some kind can be selected by; a path that a kind does not have selects nothing. */
const selectableFields = new Set([
  'metadata.name', 'metadata.namespace', 'type', 'reason', 'reportingComponent', 'source',
  'spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'spec.hostNetwork', 'spec.unschedulable', 'spec.clusterIP', 'spec.type',
  'status.phase', 'status.podIP', 'status.nominatedNodeName',
  'involvedObject.kind', 'involvedObject.namespace', 'involvedObject.name', 'involvedObject.uid', 'involvedObject.apiVersion', 'involvedObject.resourceVersion', 'involvedObject.fieldPath',
]);

/** Reads a field selector (`a.b=c,d!=e`). Errors: BadRequest where it cannot be parsed or names a field nothing can be selected by. */
export function parseFieldSelector(text: string | null | undefined): ObjectPredicate {
  if (!text?.trim()) return everything;
  const tests = text.split(',').filter(Boolean).map(parseFieldRequirement);
  return (object) => tests.every((test) => test(object));
}

function parseFieldRequirement(text: string): ObjectPredicate {
  const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(text.trim());
  if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  const [, field = '', operator, value = ''] = match;
  if (!selectableFields.has(field)) throw badRequest(`field label not supported: ${field}`);
  const path = field.split('.');
  const absent = booleanFields.has(field) ? 'false' : '';
  return (object) => (jsonText(readPath(object, path)) ?? absent) === value === (operator !== '!=');
}

/** A missing field compares as Go's zero value of its type. */
const booleanFields = new Set(['spec.unschedulable', 'spec.hostNetwork']);

function readPath(object: object, path: readonly string[]): unknown {
  let value: unknown = object;
  for (const step of path) {
    if (!isJsonObject(value)) return undefined;
    value = value[step];
  }
  return value;
}
