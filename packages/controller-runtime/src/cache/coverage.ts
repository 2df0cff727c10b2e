import type { KubeObject, ObjectKey } from '@clusterwright/api';
import { InvariantError } from '@clusterwright/api/errors';
import { selectorMatches } from '@clusterwright/api/label-selector';
import type { LabelSelectorLike, LabelSelectorRequirementLike } from '@clusterwright/api/label-selector';

/** Which objects of a kind a cache holds. */
export interface Coverage {
  /** Whether an object that is not in the cache may exist all the same. */
  mayMiss(key: ObjectKey): boolean;
  holds(object: KubeObject): boolean;
}

/** The part of a kind that a watch with this namespace and label selector shows. Pure. */
export function coverageOf({ namespace, labelSelector }: { readonly namespace?: string | undefined; readonly labelSelector?: string | undefined }): Coverage {
  const selector = labelSelector ? parseSelector(labelSelector) : undefined;
  const isElsewhere = (key: ObjectKey): boolean => namespace !== undefined && key.namespace !== namespace;
  return {
    mayMiss: (key) => selector !== undefined || isElsewhere(key),
    holds: ({ metadata }) => !isElsewhere(metadata) && (selector === undefined || selectorMatches(selector, metadata.labels)),
  };
}

/** Reads a selector in Kubernetes' string form: `a=b,c in (d,e),!f`. Throws InvariantError: selectors of caches are written by us. Pure. */
export function parseSelector(text: string): LabelSelectorLike {
  const parts = text.match(/[^,(]+(\([^)]*\))?/g) ?? [];
  return { matchExpressions: parts.map((part) => parseRequirement(part.trim())) };
}

const key = String.raw`([A-Za-z0-9][\w./-]*)`;
const forms: readonly { readonly pattern: RegExp; readonly operator: string }[] = [
  { pattern: new RegExp(`^${key}\\s*==?\\s*([\\w.-]*)$`), operator: 'In' },
  { pattern: new RegExp(`^${key}\\s*!=\\s*([\\w.-]*)$`), operator: 'NotIn' },
  { pattern: new RegExp(`^${key}\\s+in\\s*\\(([^)]*)\\)$`), operator: 'In' },
  { pattern: new RegExp(`^${key}\\s+notin\\s*\\(([^)]*)\\)$`), operator: 'NotIn' },
  { pattern: new RegExp(`^${key}$`), operator: 'Exists' },
  { pattern: new RegExp(`^!\\s*${key}$`), operator: 'DoesNotExist' },
];

function parseRequirement(text: string): LabelSelectorRequirementLike {
  for (const { pattern, operator } of forms) {
    const match = pattern.exec(text);
    if (match) return { key: match[1] ?? '', operator, ...(match[2] === undefined ? {} : { values: match[2].split(',').map((value) => value.trim()) }) };
  }
  throw new InvariantError(`label selector ${JSON.stringify(text)} cannot be read`);
}
