import { TerminalError } from '../../../errors.ts';

interface Replicated {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> | undefined };
  readonly spec?: { readonly replicas?: number | undefined } | undefined;
}

const minSize = 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size';
const maxSize = 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size';

/**
 * Replicas where the request names none (spec MD-13): with both autoscaler annotations what was there before, moved into their range; else 1.
 * Pure. Errors: `TerminalError` where an annotation is no number.
 */
export function defaultReplicas(next: Replicated, previous: Replicated | undefined): number {
  if (next.spec?.replicas !== undefined) return next.spec.replicas;
  const { [minSize]: lowest, [maxSize]: highest } = next.metadata.annotations ?? {};
  if (lowest === undefined || highest === undefined) return 1;
  return intoRange(previous?.spec?.replicas, toSize(minSize, lowest), toSize(maxSize, highest));
}

/** Upstream looks at the lower bound first, should they be the wrong way round. */
function intoRange(before: number | undefined, min: number, max: number): number {
  if (before === undefined || before < min) return min;
  return before > max ? max : before;
}

function toSize(annotation: string, text: string): number {
  if (!/^[+-]?\d+$/.test(text) || Math.abs(Number(text)) > 2 ** 31 - 1) throw new TerminalError(`cannot default spec.replicas: annotation ${annotation} must be a whole number, is ${JSON.stringify(text)}`);
  return Number(text);
}
