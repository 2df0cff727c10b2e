import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toError } from '@clusterwright/api/errors';
import type { Clock } from '../clock.ts';
import type { RunnableManager } from '../create-manager.ts';
import { mutatingWebhookConfigurations, startCaInjector, validatingWebhookConfigurations } from '../webhooks/ca-injector.ts';
import type { CaInjector } from '../webhooks/ca-injector.ts';
import { certificateFromFiles, selfIssuedCertificate } from '../webhooks/serving-certificate.ts';
import type { CertificateSource } from '../webhooks/serving-certificate.ts';
import { createWebhookServer } from '../webhooks/webhook-server.ts';
import type { ServingCertificate, WebhookServer } from '../webhooks/webhook-server.ts';
import type { CommonFlagValues } from './common-flags.ts';
import { tlsOptions } from './tls-options.ts';

export interface WebhookStartOptions {
  readonly manager: RunnableManager;
  readonly flags: CommonFlagValues;
  readonly given: ReadonlySet<string>;
  readonly namespace: string;
  readonly namePrefix: string;
  readonly clock: Clock;
}

const retryMs = 1000;
const readyCheck = 'webhook';

export function hasWebhooks({ manager, flags }: Pick<WebhookStartOptions, 'manager' | 'flags'>): boolean {
  return flags['webhook-port'] !== 0 && manager.webhooks.length > 0;
}

/** Makes the process unready until its webhooks answer; to be called before anybody can ask whether it is ready. */
export function announceWebhooks(options: Pick<WebhookStartOptions, 'manager' | 'flags'>): void {
  if (hasWebhooks(options)) options.manager.addReadyCheck(readyCheck, () => 'not serving yet');
}

/** Serves the manager's webhooks with a certificate from files or of its own making; undefined where there is nothing to serve. */
export async function startWebhooks(options: WebhookStartOptions): Promise<WebhookServer | undefined> {
  const { manager, flags } = options;
  if (!hasWebhooks(options)) return undefined;
  const tls = tlsOptions(flags);
  const source = certificateSource(options);
  const certificate = await loadPatiently(source, options);
  if (!certificate) return undefined;
  const server = createWebhookServer({
    webhooks: manager.webhooks,
    certificate,
    client: manager.client,
    now: manager.now,
    minTlsVersion: tls.minVersion,
    ciphers: tls.ciphers,
    log: manager.log,
    metrics: manager.metrics,
  });
  await server.listen(flags['webhook-host'] || '::', flags['webhook-port']);
  const injector = source.bundle === undefined ? undefined : inject(options, source);
  if (!injector) manager.addReadyCheck(readyCheck, () => true);
  void source.follow((renewed) => {
    server.replaceCertificate(renewed);
    injector?.refresh();
  }, manager.signal);
  return server;
}

/**
 * Whether the certificate comes from files: where the flag asks for them, and where they are mounted at the default place, as in upstream's Deployments. There cert-manager
 * injects the CA bundle, and two that inject would overwrite each other for ever.
 */
export function areFilesMeant(flags: Pick<CommonFlagValues, 'webhook-cert-dir' | 'webhook-cert-name' | 'webhook-key-name'>, given: ReadonlySet<string>): boolean {
  if (given.has('webhook-cert-dir')) return true;
  return [flags['webhook-cert-name'], flags['webhook-key-name']].every((name) => existsSync(join(flags['webhook-cert-dir'], name)));
}

function certificateSource({ manager, flags, given, namespace, namePrefix, clock }: WebhookStartOptions): CertificateSource {
  const { live: client, log, metrics } = manager;
  if (areFilesMeant(flags, given)) return certificateFromFiles({ dir: flags['webhook-cert-dir'], certName: flags['webhook-cert-name'], keyName: flags['webhook-key-name'], clock, log, metrics });
  return selfIssuedCertificate({ client, secret: { namespace, name: `${namePrefix}webhook-authority` }, serviceName: `${namePrefix}webhook-service`, clock, log });
}

/** The API server or the mounted files may come a little later than we do. Undefined where the process ends before. */
async function loadPatiently(source: CertificateSource, { manager, clock }: WebhookStartOptions): Promise<ServingCertificate | undefined> {
  while (!manager.signal.aborted) {
    try {
      return await source.load();
    } catch (error) {
      if (manager.signal.aborted) return undefined;
      manager.log.error('Failing to load webhook certificate', { err: toError(error), retryAfterMs: retryMs });
      await clock.sleep(retryMs, manager.signal);
    }
  }
  return undefined;
}

function inject({ manager, namePrefix, clock }: WebhookStartOptions, source: CertificateSource): CaInjector {
  const names = [
    ...(manager.webhooks.some(({ defaults }) => defaults) ? [{ resource: mutatingWebhookConfigurations, name: `${namePrefix}mutating-webhook-configuration` }] : []),
    ...(manager.webhooks.some(({ validate }) => validate) ? [{ resource: validatingWebhookConfigurations, name: `${namePrefix}validating-webhook-configuration` }] : []),
  ];
  const waiting = new Set(names.map(({ name }) => name));
  manager.addReadyCheck(readyCheck, () => (waiting.size === 0 ? true : `waiting for ${[...waiting].join(' and ')} to carry the CA bundle`));
  return startCaInjector({
    client: manager.live,
    clock,
    log: manager.log,
    signal: manager.signal,
    names,
    bundle: () => source.bundle ?? '',
    recheck: () => source.recheck(),
    onInjected: (name) => void waiting.delete(name),
  });
}
