import type { ClientConfig } from '@clusterwright/api/runtime/v1beta2';
import type { HookIdentity } from './hooks.ts';
import { RuntimeExtensionError } from './runtime-extension-error.ts';

export interface HandlerAddress {
  readonly url: URL;
  /** Host and port as they were configured; what metrics are labelled with. */
  readonly host: string;
}

/**
 * Where a handler is (spec RT-01): the address of the extension, then group, version, hook and handler. Errors: `RuntimeExtensionError` for addresses that are not https.
 *
 * Handlers have no name of their own where the hook is there once an extension (Discovery).
 */
export function handlerAddress(config: ClientConfig, hook: HookIdentity, handler: string | undefined): HandlerAddress {
  const { host, url } = extensionAddress(config);
  const path = [url.pathname, hook.group, hook.version, hook.name.toLowerCase(), ...(handler ? [handler.toLowerCase()] : [])];
  url.pathname = path.join('/').replaceAll(/\/+/g, '/');
  return { host, url };
}

function extensionAddress({ service, url }: ClientConfig): HandlerAddress {
  if (service?.name) {
    const host = `${service.name}.${service.namespace}.svc${service.port === undefined ? '' : `:${String(service.port)}`}`;
    const address = new URL(`https://${host}/`);
    address.pathname = service.path ?? '';
    return { host, url: address };
  }
  if (!url) throw new RuntimeExtensionError('failed to compute URL: at least one of service and url should be defined in config');
  const address = parsed(url);
  if (address.protocol !== 'https:') throw new RuntimeExtensionError(`failed to compute URL: expected https scheme, got ${address.protocol.slice(0, -1)}`);
  return { host: /^https:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url)?.[1] ?? address.host, url: address };
}

function parsed(url: string): URL {
  try {
    return new URL(url);
  } catch (error) {
    throw new RuntimeExtensionError('failed to compute URL: failed to parse url from clientConfig', { cause: error });
  }
}
