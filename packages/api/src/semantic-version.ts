import type { FieldError } from './field-error.ts';

const identifier = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const semanticVersion = new RegExp(`^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-${identifier}(?:\\.${identifier})*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`);

/** Whether a text is a semantic version, without a leading v. */
export function isSemanticVersion(text: string): boolean {
  return semanticVersion.test(text);
}

/** The version with the leading v that Kubernetes versions have. Defaulting hands over what it got: what is no string stays as it is. */
export function withVersionPrefix(version: string): string {
  return typeof version !== 'string' || version === '' || version.startsWith('v') ? version : `v${version}`;
}

/** A Kubernetes version is `v` and a semantic version; absent and empty are allowed. */
export function validateKubernetesVersion(version: string | undefined, field: string): FieldError[] {
  if (!version) return [];
  return [
    ...(version.startsWith('v') ? [] : [{ field, type: 'Invalid', value: version, detail: 'must start with v' } as const]),
    ...(isSemanticVersion(version.replace(/^v/, '')) ? [] : [{ field, type: 'Invalid', value: version, detail: 'must be a valid semantic version, such as v1.36.3' } as const]),
  ];
}
