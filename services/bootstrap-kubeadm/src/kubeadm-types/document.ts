import { toYaml, type YamlMapping, type YamlValue } from '../yaml/to-yaml.ts';
import type { KubeadmVersion } from './kubeadm-version.ts';

type Fields = Readonly<Record<string, YamlValue | undefined>>;

/** Writes one of kubeadm's configuration objects. */
export function kubeadmDocument(version: KubeadmVersion, kind: string, fields: YamlMapping): string {
  return toYaml({ ...fields, apiVersion: `kubeadm.k8s.io/${version}`, kind });
}

/** Leaves out what kubeadm's types leave out when it is empty: texts, zero, false, lists and maps without entries. Objects that are structures there belong outside. */
export function omitEmpty(fields: Fields): YamlMapping {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: YamlValue | undefined): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return !value;
}

/** The value where it has any field, as the API server never stores an empty structure on purpose. */
export function whenDefined<T extends object, R>(value: T | undefined, convert: (value: T) => R): R | undefined {
  return value === undefined || Object.keys(value).length === 0 ? undefined : convert(value);
}
