import { injectCAFromSecretAnnotation, keyString } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import { Secrets } from '@clusterwright/api/kubernetes';
import { ExtensionConfigs } from '@clusterwright/api/runtime/v1beta2';
import type { ExtensionConfig, ExtensionHandler } from '@clusterwright/api/runtime/v1beta2';
import type { Client, ReconcileContext } from '@clusterwright/controller-runtime';
import { ignoreNotFound } from '@clusterwright/kube-client';
import type { Discover, ExtensionRegistry } from '@clusterwright/runtime-sdk';

export interface ExtensionConfigDeps {
  readonly client: Client;
  readonly registry: ExtensionRegistry;
  readonly discover: Discover;
  /** Watches the Secrets that authorities are taken from, and no others. */
  readonly followSecrets: (secrets: readonly ObjectKey[]) => void;
}

/** What an extension answered. `failed` keeps the handlers that were known before. */
export type ObservedHandlers = { readonly kind: 'discovered'; readonly handlers: readonly ExtensionHandler[] } | { readonly kind: 'failed'; readonly message: string };

/** What one pass looks at. */
export interface ExtensionConfigScope {
  /** With the authority that the pass has found. */
  readonly extensionConfig: ExtensionConfig;
  /** Observed by the phase; undefined before. */
  readonly handlers: ObservedHandlers | undefined;
}

/** The Secret with an extension's authority is not there or not fit. Retried; a watch on it wakes the ExtensionConfig. Surfaces in the log. */
export class CaBundleError extends AppError {
  readonly code = 'CaBundle';
}

const authorityKey = 'ca.crt';

/** The Secret that an ExtensionConfig takes its authority from; undefined where it brings its own. Errors: `CaBundleError`. */
export function authoritySecretOf({ metadata }: ExtensionConfig): (ObjectKey & { readonly namespace: string }) | undefined {
  const text = metadata.annotations?.[injectCAFromSecretAnnotation];
  if (text === undefined) return undefined;
  const [, namespace, name] = /^([^/]+)\/(.+)$/.exec(text) ?? [];
  if (!namespace || !name) throw new CaBundleError(`failed to reconcile caBundle: secret name "${text}" must be in the form <namespace>/<name>`);
  return { namespace, name };
}

/** Reads the authority and keeps an eye on its Secret. */
export async function gatherExtensionConfigScope(deps: ExtensionConfigDeps, extensionConfig: ExtensionConfig, ctx: Pick<ReconcileContext, 'signal'>): Promise<ExtensionConfigScope> {
  deps.followSecrets(await authoritySecrets(deps.client));
  const secret = authoritySecretOf(extensionConfig);
  if (!secret) return { extensionConfig, handlers: undefined };
  const caBundle = await readAuthority(deps.client, secret, ctx);
  const { spec } = extensionConfig;
  return { extensionConfig: { ...extensionConfig, spec: { ...spec, clientConfig: { ...spec.clientConfig, caBundle } } }, handlers: undefined };
}

/** Live: Secrets that no Cluster owns are not in the cache, and of those that are not all data. */
async function readAuthority({ live }: Pick<Client, 'live'>, key: ObjectKey, { signal }: Pick<ReconcileContext, 'signal'>): Promise<string> {
  const secret = await ignoreNotFound(live.get(Secrets, key, { signal }));
  if (!secret) throw new CaBundleError(`failed to reconcile caBundle: failed to get secret "${keyString(key)}": not found`);
  const authority = secret.data?.[authorityKey];
  if (!authority) throw new CaBundleError(`failed to reconcile caBundle: secret ${keyString(key)} does not contain a "${authorityKey}" entry`);
  return authority;
}

async function authoritySecrets(client: Pick<Client, 'list'>): Promise<ObjectKey[]> {
  return (await client.list(ExtensionConfigs)).flatMap((each) => {
    try {
      return authoritySecretOf(each) ?? [];
    } catch {
      // Whoever names it wrongly is told in its own pass.
      return [];
    }
  });
}
