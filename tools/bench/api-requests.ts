/** Requests that a kube-apiserver has answered, by verb and resource, from its own counter. */
export interface RequestCount {
  readonly verb: string;
  readonly resource: string;
  readonly code: string;
  readonly count: number;
}

const series = /^apiserver_request_total\{([^}]*)\} (\S+)$/;

/** What the API server asks itself for, whoever its clients are. */
const ownHousekeeping = new Set(['flowschemas', 'prioritylevelconfigurations', 'apiservices', 'endpoints', 'endpointslices', 'services', 'servicecidrs', 'ipaddresses', 'priorityclasses', 'storageclasses', 'roles', 'rolebindings', 'clusterroles', 'clusterrolebindings', 'resourcequotas', 'limitranges']);

/** Reads the counter from the text of /metrics. Watches, leases, paths without a resource and the server's own housekeeping are left out. */
export function parseRequestTotals(metrics: string): RequestCount[] {
  return metrics.split('\n').flatMap((line) => {
    const [, labels = '', value = '0'] = series.exec(line) ?? [];
    if (labels === '') return [];
    const label = (name: string): string => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? '';
    const [verb, plural, group, subresource] = [label('verb'), label('resource'), label('group'), label('subresource')];
    if (['WATCH', 'CONNECT'].includes(verb) || !isCounted(plural, group)) return [];
    return [{ verb, resource: subresource ? `${plural}/${subresource}` : plural, code: label('code'), count: Number(value) }];
  });
}

function isCounted(plural: string, group: string): boolean {
  if (plural === '' || plural === 'leases') return false;
  return group.endsWith('cluster.x-k8s.io') || !ownHousekeeping.has(plural);
}

const keyOf = ({ verb, resource, code }: RequestCount): string => `${verb} ${resource} ${code}`;

/** What was counted between two readings. */
export function requestsBetween(before: readonly RequestCount[], after: readonly RequestCount[]): RequestCount[] {
  const sums = new Map<string, RequestCount>();
  const add = (entry: RequestCount, sign: 1 | -1): void => {
    const known = sums.get(keyOf(entry));
    sums.set(keyOf(entry), { ...entry, count: (known?.count ?? 0) + sign * entry.count });
  };
  for (const entry of after) add(entry, 1);
  for (const entry of before) add(entry, -1);
  return [...sums.values()].filter(({ count }) => count !== 0);
}

export const total = (counts: readonly RequestCount[]): number => counts.reduce((sum, { count }) => sum + count, 0);
export const conflicts = (counts: readonly RequestCount[]): number => total(counts.filter(({ code }) => code === '409'));
export const refused = (counts: readonly RequestCount[]): number => total(counts.filter(({ code }) => Number(code) >= 400 && code !== '404' && code !== '409'));

/** Sums over codes, most frequent first. */
export function byVerbAndResource(counts: readonly RequestCount[]): { verb: string; resource: string; count: number }[] {
  const sums = new Map<string, { verb: string; resource: string; count: number }>();
  for (const { verb, resource, count } of counts) {
    const key = `${verb} ${resource}`;
    sums.set(key, { verb, resource, count: (sums.get(key)?.count ?? 0) + count });
  }
  return [...sums.values()].sort((a, b) => b.count - a.count);
}
