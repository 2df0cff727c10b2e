import type { Received } from '../../../received.ts';
import type { ExtensionConfig } from './extension-config.schema.ts';

type ReceivedSpec = NonNullable<Received<ExtensionConfig>['spec']>;

const httpsPort = 443;

/**
 * Extensions are called for all Namespaces, and Services at the port of HTTPS, unless the ExtensionConfig says otherwise (spec WH-10). Pure.
 *
 * Where something is filled in, an empty URL is left out, as in upstream's answer: what the schema then misses is the client configuration.
 */
export function defaultExtensionConfig(extensionConfig: Received<ExtensionConfig>): Received<ExtensionConfig> {
  const { spec = {} } = extensionConfig;
  if (typeof spec !== 'object' || spec === null) return extensionConfig;
  const clientConfig = withPort(spec.clientConfig);
  if (spec.namespaceSelector && clientConfig === spec.clientConfig) return extensionConfig;
  return { ...extensionConfig, spec: { ...spec, namespaceSelector: spec.namespaceSelector ?? {}, ...(clientConfig ? { clientConfig: withoutEmptyUrl(clientConfig) } : {}) } };
}

function withPort(clientConfig: ReceivedSpec['clientConfig']): ReceivedSpec['clientConfig'] {
  const service = clientConfig?.service;
  if (typeof service !== 'object' || service === null || Object.keys(service).length === 0) return clientConfig;
  const hasPort = (service.port ?? undefined) !== undefined;
  return hasPort ? clientConfig : { ...clientConfig, service: { ...service, port: httpsPort } };
}

function withoutEmptyUrl(clientConfig: NonNullable<ReceivedSpec['clientConfig']>): NonNullable<ReceivedSpec['clientConfig']> {
  if (clientConfig.url !== '') return clientConfig;
  const { url: _url, ...rest } = clientConfig;
  return rest;
}
