import { AppError } from '@clusterwright/api/errors';
import { coreDNSMigrationProblem, coreDNSReleases } from '@clusterwright/api/coredns-releases';
import { formatCorefile, parseCorefile, type CorefileOption, type CorefilePlugin, type CorefileServer } from './corefile.plan.ts';

/** A Corefile cannot be brought to the wanted release of CoreDNS. */
export class CorefileMigrationError extends AppError {
  readonly code = 'CorefileMigration';
}

type Corefile = readonly CorefileServer[];

/** One change that CoreDNS releases demand, in every release from `since` to `until`. What a release merely discourages stays as it is. */
interface Rule {
  readonly since: string;
  /** Undefined where it holds for ever. */
  readonly until?: string;
  readonly apply: (corefile: Corefile) => Corefile;
}

/** From coredns/corefile-migration v1.0.34, in the order in which they apply within a release. */
const rules: readonly Rule[] = [
  { since: '1.8.0', until: '1.8.0', apply: transferToOwnPlugin },
  { since: '1.1.4', until: '1.3.1', apply: eachOption('proxy', 'protocol', (option) => (option.args[0] === 'https_google' ? [] : [option])) },
  { since: '1.4.0', apply: eachOption('kubernetes', 'endpoint', ({ name, args }) => [{ name, args: args.slice(0, 1) }]) },
  { since: '1.5.0', until: '1.7.1', apply: eachOption('kubernetes', 'upstream', () => []) },
  { since: '1.6.0', until: '1.7.1', apply: eachOption('kubernetes', 'resyncperiod', () => []) },
  { since: '1.8.0', until: '1.8.0', apply: eachOption('kubernetes', 'transfer', () => []) },
  { since: '1.5.0', until: '1.5.0', apply: eachPlugin('proxy', proxyToForward) },
  { since: '1.6.5', until: '1.6.5', apply: withOption('health', { name: 'lameduck', args: ['5s'] }) },
  { since: '1.7.0', until: '1.7.0', apply: withOption('forward', { name: 'max_concurrent', args: ['1000'] }) },
  { since: '1.2.1', until: '1.2.1', apply: withPlugin('loop', ['forward', 'proxy']) },
  { since: '1.5.0', until: '1.5.0', apply: withPlugin('ready', ['kubernetes']) },
  { since: '1.4.0', until: '1.5.0', apply: stubDomainsToServers },
];

/**
 * The Corefile for a later release of CoreDNS, one release after the other; the very same text where no release in between demands a change.
 * Errors: `CorefileMigrationError`.
 */
export function migrateCorefile(text: string, from: string, to: string): string {
  if (from === to) return text;
  const problem = coreDNSMigrationProblem(from, to);
  if (problem !== undefined) throw new CorefileMigrationError(`unable to migrate the Corefile of CoreDNS ${from} to ${to}: ${problem}`);
  const before = parseCorefile(text);
  const releases = coreDNSReleases.slice(coreDNSReleases.indexOf(from) + 1, coreDNSReleases.indexOf(to) + 1);
  const after = releases.reduce<Corefile>((corefile, release) => rules.filter((rule) => holdsIn(rule, release)).reduce((current, { apply }) => apply(current), corefile), before);
  return JSON.stringify(after) === JSON.stringify(before) ? text : formatCorefile(after);
}

function holdsIn({ since, until = coreDNSReleases.at(-1) ?? '' }: Rule, release: string): boolean {
  const index = coreDNSReleases.indexOf(release);
  return coreDNSReleases.indexOf(since) <= index && index <= coreDNSReleases.indexOf(until);
}

function eachPlugin(name: string, change: (plugin: CorefilePlugin) => CorefilePlugin): Rule['apply'] {
  return (corefile) => corefile.map((server) => ({ ...server, plugins: server.plugins.map((plugin) => (plugin.name === name ? change(plugin) : plugin)) }));
}

function eachOption(plugin: string, name: string, change: (option: CorefileOption) => readonly CorefileOption[]): Rule['apply'] {
  return eachPlugin(plugin, (found) => ({ ...found, options: found.options.flatMap((option) => (option.name === name ? change(option) : [option])) }));
}

function withOption(plugin: string, option: CorefileOption): Rule['apply'] {
  return eachPlugin(plugin, (found) => (found.options.some(({ name }) => name === option.name) ? found : { ...found, options: [...found.options, option] }));
}

/** Adds a plugin to servers that have one of `besides` and not yet this one. */
function withPlugin(name: string, besides: readonly string[]): Rule['apply'] {
  return (corefile) =>
    corefile.map((server) => {
      const has = (plugin: string): boolean => server.plugins.some((found) => found.name === plugin);
      return has(name) || !besides.some(has) ? server : { ...server, plugins: [...server.plugins, { name, args: [], options: [] }] };
    });
}

/** forward knows neither how proxy checks health nor its protocols, TCP excepted. */
function proxyToForward({ args, options }: CorefilePlugin): CorefilePlugin {
  const forceTCP = { name: 'force_tcp', args: [] };
  const translate = (option: CorefileOption): readonly CorefileOption[] => {
    switch (option.name) {
      case 'policy':
        return [option.args.length === 1 && option.args[0] === 'least_conn' ? forceTCP : option];
      case 'protocol':
        return option.args.length >= 2 && option.args[0] === 'force_tcp' ? [forceTCP] : [];
      case 'fail_timeout':
      case 'max_fails':
      case 'health_check':
      case 'spray':
        return [];
      default:
        return [option];
    }
  };
  return { name: 'forward', args, options: options.flatMap(translate) };
}

/** Zone transfers are a plugin of their own; `to` is all that the option knew. */
function transferToOwnPlugin(corefile: Corefile): Corefile {
  return corefile.map((server) => {
    const transfers = server.plugins.filter(({ name }) => name === 'kubernetes').flatMap((plugin) => plugin.options.filter(({ name }) => name === 'transfer').map(({ args }) => ({ zone: plugin.args.slice(0, 1), args })));
    const last = transfers.at(-1);
    if (!last || last.args.length < 2) return server;
    return { ...server, plugins: [...server.plugins, { name: 'transfer', args: last.zone, options: [{ name: 'to', args: last.args.slice(1) }] }] };
  });
}

/** forward may stand once in a server: those for stub domains move to servers of their own. */
function stubDomainsToServers(corefile: Corefile): Corefile {
  const added: CorefileServer[] = [];
  const kept = corefile.map((server) => {
    const stubs = server.plugins.filter(isStubDomain);
    if (stubs.length === 0) return server;
    if (server.zones.length !== 1) throw new CorefileMigrationError('unable to migrate the Corefile: a server of several zones forwards a stub domain');
    if (server.zones[0] !== '.' && server.zones[0] !== '.:53') throw new CorefileMigrationError(`unable to migrate the Corefile: server ${server.zones[0] ?? ''} forwards a stub domain, which only the default server may`);
    added.push(...stubs.map(stubServer));
    return { ...server, plugins: server.plugins.filter((plugin) => !stubs.includes(plugin)) };
  });
  return [...kept, ...added];
}

function isStubDomain({ name, args }: CorefilePlugin): boolean {
  if (name !== 'forward') return false;
  if (args.length === 0) throw new CorefileMigrationError('unable to migrate the Corefile: forward without a zone');
  return args[0] !== '.';
}

function stubServer({ args: [zone = '', ...upstreams], options }: CorefilePlugin): CorefileServer {
  const plain = (name: string, ...args: string[]): CorefilePlugin => ({ name, args, options: [] });
  return { zones: [zone], plugins: [{ name: 'forward', args: ['.', ...upstreams], options }, plain('loop'), plain('errors'), plain('cache', '30')] };
}
