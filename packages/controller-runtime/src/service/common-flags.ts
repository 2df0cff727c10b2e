import { booleanFlag, durationFlag, integerFlag, listFlag, numberFlag, stringFlag } from './flags.ts';
import type { FlagValues } from './flags.ts';

/** Flags every service has, by upstream's names and defaults (spec 9.1). */
export const commonFlags = {
  kubeconfig: stringFlag('', 'Path of a kubeconfig; default: KUBECONFIG, the Pod\'s ServiceAccount, ~/.kube/config'),
  'leader-elect': booleanFlag(false, 'Only the replica that holds the Lease reconciles'),
  'leader-elect-lease-duration': durationFlag(15_000, 'How long a lease counts as held after its last renewal'),
  'leader-elect-renew-deadline': durationFlag(10_000, 'How long the leader tries to renew before it gives up'),
  'leader-elect-retry-period': durationFlag(2000, 'Pause between tries to acquire or renew'),
  namespace: stringFlag('', 'Only watch objects in this namespace; default: all'),
  'watch-filter': stringFlag('', 'Only reconcile objects whose label cluster.x-k8s.io/watch-filter has this value'),
  'profiler-address': stringFlag('', 'Accepted for compatibility; Node.js is profiled with --cpu-prof or the inspector'),
  'contention-profiling': booleanFlag(false, 'Accepted for compatibility; has no effect'),
  'sync-period': durationFlag(10 * 60_000, 'Every object is reconciled again after this time even if nothing changed'),
  'kube-api-qps': numberFlag(100, 'Sustained requests per second to the management cluster'),
  'kube-api-burst': integerFlag(200, 'Requests to the management cluster that may be sent at once'),
  'clustercache-client-qps': numberFlag(20, 'Sustained requests per second to each workload cluster'),
  'clustercache-client-burst': integerFlag(30, 'Requests to each workload cluster that may be sent at once'),
  'clustercache-concurrency': integerFlag(100, 'Workload clusters connected to at the same time'),
  'skip-crd-migration-phases': listFlag([], 'Phases of CRD migration to skip: StorageVersionMigration, CleanupManagedFields, All'),
  'webhook-host': stringFlag('', 'Interface on which webhooks are served; default: all'),
  'webhook-port': integerFlag(9443, 'Port on which webhooks are served; 0 switches them off'),
  'webhook-cert-dir': stringFlag('/tmp/k8s-webhook-server/serving-certs/', 'Directory of the webhook certificate; when the flag is given or the files are there, they are used and followed, and no CA bundle is injected'),
  'webhook-cert-name': stringFlag('tls.crt', 'File name of the webhook certificate'),
  'webhook-key-name': stringFlag('tls.key', 'File name of the webhook key'),
  'health-addr': stringFlag(':9440', 'Address of /healthz and /readyz'),
  'diagnostics-address': stringFlag(':8443', 'Address of /metrics; 0 switches it off'),
  'insecure-diagnostics': booleanFlag(false, 'Serve diagnostics over plain HTTP and to anybody'),
  'tls-min-version': stringFlag('VersionTLS12', 'Lowest TLS version of webhooks and diagnostics: VersionTLS12 or VersionTLS13'),
  'tls-cipher-suites': listFlag([], 'TLS 1.2 cipher suites of webhooks and diagnostics, by IANA or OpenSSL name; default: Node.js\' own'),
  'feature-gates': listFlag([], 'Gate=true or Gate=false, comma separated'),
  v: integerFlag(2, 'Log verbosity; 4 and more logs how decisions were made'),
  'logging-format': stringFlag('json', 'Accepted for compatibility; logs are JSON lines'),
  vmodule: stringFlag('', 'Accepted for compatibility; has no effect'),
};

export type CommonFlagValues = FlagValues<typeof commonFlags>;
