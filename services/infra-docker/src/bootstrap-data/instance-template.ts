import type { BootstrapFacts } from './bootstrap-plan.ts';

const header = /^##\s*template:\s*jinja\s*$/i;
const pattern = /\{%-?\s*raw\s*-?%\}([\s\S]*?)\{%-?\s*endraw\s*-?%\}|\{\{-?\s*([A-Za-z_][\w.]*)\s*-?\}\}/g;

/**
 * Fills in what data with the header `## template: jinja` asks about its machine, and takes the header away.
 *
 * Caveats: knows variables and raw blocks. Everything else of the template language stays as it is, since files of other programs use the same braces.
 */
export function renderInstanceTemplate(text: string, facts: BootstrapFacts): string {
  const [first = '', ...rest] = text.split('\n');
  if (!header.test(first.trim())) return text;
  const variables = instanceVariables(facts);
  return rest.join('\n').replace(pattern, (whole: string, raw: string | undefined, name: string | undefined) => raw ?? variables.get(name ?? '') ?? whole);
}

/** The names under which cloud-init knows them (instance-data.json). */
function instanceVariables({ hostname, instanceID = hostname, failureDomain }: BootstrapFacts): ReadonlyMap<string, string> {
  const standard: Readonly<Record<string, string>> = {
    cloud_name: 'docker', platform: 'docker', local_hostname: hostname, instance_id: instanceID, ...(failureDomain ? { availability_zone: failureDomain } : {}),
  };
  const metadata: Readonly<Record<string, string>> = { hostname, local_hostname: hostname, instance_id: instanceID, ...(failureDomain ? { availability_zone: failureDomain } : {}) };
  return new Map([
    ...Object.entries(standard).flatMap(([name, value]) => [[name, value], [`v1.${name}`, value]] as const),
    ...Object.entries(metadata).flatMap(([name, value]) => [[`ds.meta_data.${name}`, value], [`ds.meta_data.${name.replaceAll('_', '-')}`, value]] as const),
  ]);
}
