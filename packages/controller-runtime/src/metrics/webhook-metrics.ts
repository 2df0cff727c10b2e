import type { MetricsRegistry } from '../manager.ts';

/** What the webhook server measures. */
export interface WebhookMetrics {
  started(webhook: string): void;
  finished(webhook: string, code: number, seconds: number): void;
}

/** controller-runtime's metrics of admission webhooks; a webhook is named by its path. */
export function webhookMetrics(registry: MetricsRegistry): WebhookMetrics {
  const total = registry.counter('controller_runtime_webhook_requests_total', 'Total number of admission requests by HTTP status code.', ['webhook', 'code']);
  const latency = registry.histogram('controller_runtime_webhook_latency_seconds', 'Histogram of the latency of processing admission requests', ['webhook']);
  const inFlight = registry.gauge('controller_runtime_webhook_requests_in_flight', 'Current number of admission requests being served.', ['webhook']);
  const running = new Map<string, number>();
  const count = (webhook: string, by: number): void => {
    const next = (running.get(webhook) ?? 0) + by;
    running.set(webhook, next);
    inFlight.set({ webhook }, next);
  };
  return {
    started: (webhook) => count(webhook, 1),
    finished(webhook, code, seconds) {
      count(webhook, -1);
      total.inc({ webhook, code: String(code) });
      latency.observe({ webhook }, seconds);
    },
  };
}
