type Environment = Readonly<Record<string, string | undefined>>;

/** Names inside of clusters, which no proxy knows. */
const clusterDomains = ['.svc', '.svc.cluster', '.svc.cluster.local'];

/** The proxy settings of this process for a node, in both spellings; empty without a proxy. What nodes say among themselves goes past the proxy. */
export function proxyEnvironment(environment: Environment, { subnets, name }: { readonly subnets: readonly string[]; readonly name: string }): Readonly<Record<string, string>> {
  const setting = (key: string): string => environment[key] || environment[key.toLowerCase()] || '';
  const given = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].map((key) => [key, setting(key)] as const).filter(([, value]) => value !== '');
  if (given.length === 0) return {};
  const noProxy = [...subnets, setting('NO_PROXY'), name, ...clusterDomains].filter((entry) => entry !== '').join(',');
  const settings = [...given.filter(([key]) => key !== 'NO_PROXY'), ['NO_PROXY', noProxy] as const];
  return Object.fromEntries(settings.flatMap(([key, value]) => [[key, value], [key.toLowerCase(), value]]));
}
