import type { FieldError } from '../../../field-error.ts';

interface TemplateMetadata {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

const name = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const domain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const labelValue = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const annotationsLimitBytes = 256 * 1024;

const nameRule = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const valueRule = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** Labels and annotations that a template hands on must be such as the API server takes on an object. */
export function validateTemplateMetadata(metadata: TemplateMetadata | undefined, path: string): FieldError[] {
  return [...validateLabels(metadata?.labels ?? {}, `${path}.labels`), ...validateAnnotations(metadata?.annotations ?? {}, `${path}.annotations`)];
}

function validateLabels(labels: Readonly<Record<string, string>>, field: string): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [...keyProblems(key), ...valueProblems(value)].map((problem) => ({ field, type: 'Invalid', ...problem })));
}

function validateAnnotations(annotations: Readonly<Record<string, string>>, field: string): FieldError[] {
  const entries = Object.entries(annotations);
  // Annotations may have capitals in their domain.
  const invalid = entries.flatMap(([key]) => keyProblems(key.toLowerCase()).map(({ detail }): FieldError => ({ field, type: 'Invalid', value: key, detail })));
  const bytes = entries.flat().reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
  return bytes > annotationsLimitBytes ? [...invalid, { field, type: 'TooLong', detail: `may not be more than ${annotationsLimitBytes} bytes` }] : invalid;
}

interface Problem {
  readonly value: string;
  readonly detail: string;
}

function keyProblems(key: string): Problem[] {
  const parts = key.split('/');
  if (parts.length > 2) return [{ value: key, detail: `a qualified name must consist of ${nameRule.slice('name part must consist of '.length)}, with an optional DNS subdomain prefix and '/'` }];

  const [prefix, last] = parts.length === 2 ? parts : [undefined, parts[0]];
  return [...prefixProblems(prefix), ...lastPartProblems(last ?? '')].map((detail) => ({ value: key, detail }));
}

function prefixProblems(prefix: string | undefined): string[] {
  if (prefix === undefined) return [];
  if (prefix === '') return ['prefix part must be non-empty'];
  return prefix.length <= 253 && domain.test(prefix) ? [] : ['prefix part must be a lowercase RFC 1123 subdomain of no more than 253 characters'];
}

function lastPartProblems(last: string): string[] {
  if (last === '') return ['name part must be non-empty', nameRule];
  return [...(last.length > 63 ? ['name part must be no more than 63 characters'] : []), ...(name.test(last) ? [] : [nameRule])];
}

function valueProblems(value: string): Problem[] {
  if (value === '') return [];
  return [...(value.length > 63 ? ['must be no more than 63 characters'] : []), ...(labelValue.test(value) ? [] : [valueRule])].map((detail) => ({ value, detail }));
}
