import { createKubeClient } from '@clusterwright/kube-client';
import type { ConnectionConfig } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { systemClock } from '../clock.ts';
import { createManager } from '../create-manager.ts';
import type { RunnableManager } from '../create-manager.ts';
import type { Logger } from '../log.ts';
import type { MetricsRegistry } from '../manager.ts';
import { requestMetrics } from '../metrics/request-metrics.ts';
import { createMetricsRegistry } from '../metrics/prometheus.ts';
import type { CommonFlagValues } from './common-flags.ts';
import { missingBehindGates, parseFeatureGates } from './feature-gates.ts';
import type { FlagSchema, FlagValues } from './flags.ts';
import { checkLeaseTimes, lead } from './lead.ts';
import { parseListenAddress } from './listen-address.ts';
import { createAuthorizer, serveDiagnostics, serveHealth } from './probe-servers.ts';
import type { ServiceDefinition } from './run-service.ts';
import { announceWebhooks, startWebhooks } from './start-webhooks.ts';
import { tlsOptions } from './tls-options.ts';
import { startTracing } from './tracing.ts';

type Close = () => Promise<unknown>;

export interface ServiceParts<S extends FlagSchema> {
  readonly definition: ServiceDefinition<S>;
  readonly flags: CommonFlagValues & FlagValues<S>;
  /** Names of flags that were on the command line. */
  readonly given: ReadonlySet<string>;
  readonly log: Logger;
}

/** What must have ended by then is left: the process is about to exit. */
const closeTimeoutMs = 5000;

/** The life of one service in this process, from its flags to its exit code. */
export class Service<S extends FlagSchema> {
  readonly #parts: ServiceParts<S>;
  readonly #stop = new AbortController();

  constructor(parts: ServiceParts<S>) {
    this.#parts = parts;
  }

  /** Asks it to end. */
  stop(reason: Error): void {
    this.#stop.abort(reason);
  }

  /** Resolves with the exit code: 0 where it was asked to stop, 1 where leadership was lost. */
  async run(): Promise<number> {
    const { definition, flags, log } = this.#parts;
    const features = parseFeatureGates(flags['feature-gates']);
    checkFlags(flags);
    const stopTracing = await startTracing(`clusterwright-${definition.name}`);
    const metrics = createMetricsRegistry();
    const connection = { ...loadConnection(flags.kubeconfig || undefined), onRequest: requestMetrics(metrics) };
    const live = createKubeClient({ ...connection, qps: flags['kube-api-qps'], burst: flags['kube-api-burst'], userAgent: definition.component });
    const manager = this.#manager(live, metrics);
    await definition.setup(manager, { flags, features });
    log.info('Starting', { service: definition.name, reason: 'process start' });
    const missing = missingBehindGates(features, definition.partialGates ?? {});
    if (missing) log.info('Accepting feature gates that this version does not have all of', { missing });
    const closers: Close[] = [];
    try {
      await this.#startServers(manager, closers);
      manager.startAlways();
      const code = await this.#lead(manager, connection);
      log.info('Stopping', { service: definition.name, reason: code === 0 ? 'asked to' : 'leadership was lost' });
      return code;
    } catch (error) {
      // What fails because the process is ending is no failure.
      if (this.#stop.signal.aborted) return 0;
      throw error;
    } finally {
      this.#stop.abort();
      await Promise.race([Promise.allSettled([live.close(), ...closers.map((close) => close()), stopTracing()]), systemClock.sleep(closeTimeoutMs)]);
    }
  }

  #manager(live: ReturnType<typeof createKubeClient>, metrics: MetricsRegistry): RunnableManager {
    const { definition, flags, log } = this.#parts;
    return createManager({
      live,
      log,
      metrics,
      component: definition.component,
      signal: this.#stop.signal,
      namespace: flags.namespace || undefined,
      watchFilter: flags['watch-filter'] || undefined,
      syncPeriodMs: flags['sync-period'],
    });
  }

  async #startServers(manager: RunnableManager, closers: Close[]): Promise<void> {
    const { definition, flags, given } = this.#parts;
    announceWebhooks({ manager, flags });
    const health = parseListenAddress('health-addr', flags['health-addr']);
    if (health) {
      const server = await serveHealth(health, manager.readyChecks);
      closers.push(() => server.close());
    }
    const diagnostics = parseListenAddress('diagnostics-address', flags['diagnostics-address']);
    if (diagnostics) {
      const security = flags['insecure-diagnostics'] ? ('insecure' as const) : { certificate: await diagnosticsCertificate(), authorizer: createAuthorizer(manager.live), tls: tlsOptions(flags) };
      const server = await serveDiagnostics(diagnostics, manager.metrics, security);
      closers.push(() => server.close());
    }
    const webhooks = await startWebhooks({ manager, flags, given, namespace: this.#namespace, namePrefix: definition.namePrefix, clock: systemClock });
    if (webhooks) closers.push(() => webhooks.close());
  }

  #lead(manager: RunnableManager, connection: ConnectionConfig): Promise<number> {
    const { definition, flags, log } = this.#parts;
    const electionClient = (timeoutMs: number) => createKubeClient({ ...connection, timeoutMs, userAgent: `${definition.component}/leader-election` });
    return lead({ manager, flags, log, stop: this.#stop.signal, lease: { namespace: this.#namespace, name: definition.leaseName }, electionClient });
  }

  get #namespace(): string {
    return process.env['POD_NAMESPACE'] || this.#parts.definition.namespace;
  }
}

/** Mistakes on the command line are told before anything is started. Throws FlagError. */
function checkFlags(flags: CommonFlagValues): void {
  tlsOptions(flags);
  parseListenAddress('health-addr', flags['health-addr']);
  parseListenAddress('diagnostics-address', flags['diagnostics-address']);
  if (flags['leader-elect']) checkLeaseTimes(flags);
}

async function diagnosticsCertificate(): Promise<{ cert: string; key: string }> {
  const { issueAuthority, issueServingCertificate } = await import('../webhooks/issue-certificate.ts');
  const day = 24 * 3_600_000;
  const now = systemClock.now().getTime();
  const lifetime = { notBefore: new Date(now - day), notAfter: new Date(now + 365 * day) };
  return issueServingCertificate(await issueAuthority('diagnostics', lifetime), { dns: ['localhost'], ips: ['127.0.0.1'] }, lifetime);
}
