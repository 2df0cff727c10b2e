import { toError } from '@clusterwright/api/errors';
import type { Clock } from '../clock.ts';
import type { RunnableManager } from '../create-manager.ts';
import { mutatingWebhookConfigurations, startCaInjector, validatingWebhookConfigurations } from '../webhooks/ca-injector.ts';
import { certificateFromFiles, selfIssuedCertificate } from '../webhooks/serving-certificate.ts';
import type { CertificateSource } from '../webhooks/serving-certificate.ts';
import { createWebhookServer } from '../webhooks/webhook-server.ts';
import type { WebhookServer } from '../webhooks/webhook-server.ts';
import type { CommonFlagValues } from './common-flags.ts';
import { FlagError } from './flags.ts';

export interface WebhookStartOptions {
  readonly manager: RunnableManager;
  readonly flags: CommonFlagValues;
  readonly given: ReadonlySet<string>;
  readonly namespace: string;
  readonly namePrefix: string;
  readonly clock: Clock;
}

const retryMs = 1000;

/** Serves the manager's webhooks with a certificate from files or of its own making; undefined where there is nothing to serve. */
export async function startWebhooks(options: WebhookStartOptions): Promise<WebhookServer | undefined> {
  const { manager, flags } = options;
  if (flags['webhook-port'] === 0 || manager.webhooks.length === 0) return undefined;
  const source = certificateSource(options);
  const server = createWebhookServer({
    webhooks: manager.webhooks,
    certificate: await loadPatiently(source, options),
    client: manager.client,
    now: manager.now,
    minTlsVersion: minTlsVersion(flags['tls-min-version']),
    ciphers: flags['tls-cipher-suites'].join(':') || undefined,
    log: manager.log,
  });
  await server.listen(flags['webhook-host'] || '::', flags['webhook-port']);
  const injector = source.bundle === undefined ? undefined : inject(options, source);
  if (!injector) manager.addReadyCheck('webhook', () => true);
  void source.follow((certificate) => {
    server.replaceCertificate(certificate);
    injector?.refresh();
  }, manager.signal);
  return server;
}

function certificateSource({ manager, flags, given, namespace, namePrefix, clock }: WebhookStartOptions): CertificateSource {
  const { live: client, log } = manager;
  if (given.has('webhook-cert-dir')) return certificateFromFiles({ dir: flags['webhook-cert-dir'], certName: flags['webhook-cert-name'], keyName: flags['webhook-key-name'], clock, log });
  return selfIssuedCertificate({ client, secret: { namespace, name: `${namePrefix}webhook-service-cert` }, serviceName: `${namePrefix}webhook-service`, clock, log });
}

/** The API server or the mounted files may come a little later than we do. */
async function loadPatiently(source: CertificateSource, { manager, clock }: WebhookStartOptions): Promise<{ cert: string; key: string }> {
  for (;;) {
    try {
      return await source.load();
    } catch (error) {
      if (manager.signal.aborted) throw error;
      manager.log.error('Failing to load webhook certificate', { err: toError(error), retryAfterMs: retryMs });
      await clock.sleep(retryMs, manager.signal);
    }
  }
}

function inject({ manager, namePrefix, clock }: WebhookStartOptions, source: CertificateSource): { refresh(): void } {
  const names = [
    ...(manager.webhooks.some(({ defaults }) => defaults) ? [{ resource: mutatingWebhookConfigurations, name: `${namePrefix}mutating-webhook-configuration` }] : []),
    ...(manager.webhooks.some(({ validate }) => validate) ? [{ resource: validatingWebhookConfigurations, name: `${namePrefix}validating-webhook-configuration` }] : []),
  ];
  const waiting = new Set(names.map(({ name }) => name));
  manager.addReadyCheck('webhook', () => (waiting.size === 0 ? true : `waiting for ${[...waiting].join(' and ')} to carry the CA bundle`));
  return startCaInjector({ client: manager.live, clock, log: manager.log, signal: manager.signal, names, bundle: () => source.bundle ?? '', onInjected: (name) => void waiting.delete(name) });
}

function minTlsVersion(name: string): 'TLSv1.2' | 'TLSv1.3' {
  if (name === 'VersionTLS12' || name === '') return 'TLSv1.2';
  if (name === 'VersionTLS13') return 'TLSv1.3';
  throw new FlagError(`flag --tls-min-version: ${JSON.stringify(name)} must be VersionTLS12 or VersionTLS13`);
}
