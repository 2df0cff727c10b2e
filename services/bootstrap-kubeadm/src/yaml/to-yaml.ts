import { compareKeys } from './key-order.ts';
import { scalar } from './scalar.ts';

export type YamlValue = string | number | boolean | null | readonly YamlValue[] | YamlMapping;
export interface YamlMapping {
  readonly [key: string]: YamlValue | undefined;
}

/**
 * Writes a value as the YAML library of Kubernetes' Go tools would, byte for byte: sorted keys, lists at the indentation of their key, lines broken after 80 columns.
 * Keys without a value are left out. Numbers must be integers.
 */
export function toYaml(value: YamlValue): string {
  return `${node(value, 0, 0).replace(/^\n/, '')}\n`;
}

const pad = (indent: number): string => '\n'.padEnd(indent + 1);

/** A value after its key or dash: scalars and empty collections stay on the line, the others begin with a line break. */
function node(value: YamlValue, indent: number, column: number): string {
  if (isList(value)) return value.length === 0 ? '[]' : value.map((item) => `${pad(indent)}- ${listItem(item, indent + 2)}`).join('');
  if (isMapping(value)) return mapping(value, indent) || '{}';
  return typeof value === 'string' ? scalar(value, { column, indent: indent + 2, isKey: false }) : String(value);
}

/** What follows a dash: the first line of a collection shares the line with it. */
function listItem(item: YamlValue, indent: number): string {
  if (isList(item) || isMapping(item)) return node(item, indent, indent).trimStart();
  return typeof item === 'string' ? scalar(item, { column: indent, indent, isKey: false }) : String(item);
}

function mapping(entries: YamlMapping, indent: number): string {
  const keys = Object.keys(entries).sort(compareKeys);
  return keys.map((key) => entry(key, entries[key], indent)).join('');
}

function entry(key: string, value: YamlValue | undefined, indent: number): string {
  if (value === undefined) return '';
  const written = scalar(key, { column: indent, indent, isKey: true });
  const rest = isMapping(value) ? mapping(value, indent + 2) || '{}' : node(value, indent, indent + Array.from(written).length + 2);
  return `${pad(indent)}${written}:${rest.startsWith('\n') ? '' : ' '}${rest}`;
}

const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value);
const isMapping = (value: YamlValue): value is YamlMapping => typeof value === 'object' && value !== null && !Array.isArray(value);
