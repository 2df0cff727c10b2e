import type { FieldError } from '../../../field-error.ts';
import { dns1035LabelProblem, dns1123LabelProblem } from '../../../kubernetes-names.ts';
import { selectorProblem } from '../../../label-selector.ts';
import type { ClientConfig, ExtensionConfig, ServiceReference } from './extension-config.schema.ts';

export interface ExtensionConfigRules {
  /** Whether the feature gate RuntimeSDK is on. */
  readonly runtimeSDK: boolean;
}

/** Rules for ExtensionConfigs that the schema cannot say (spec WH-10). Pure. */
export function validateExtensionConfig({ metadata, spec }: ExtensionConfig, { runtimeSDK }: ExtensionConfigRules): FieldError[] {
  if (!runtimeSDK) return [{ field: 'spec', type: 'Forbidden', detail: 'can be set only if the RuntimeSDK feature flag is enabled' }];
  const nameProblem = dns1123LabelProblem(metadata.name);
  return [
    ...(nameProblem ? [invalid('metadata.name', metadata.name, `ExtensionConfig name should be a valid DNS1123 label name: [${nameProblem}]`)] : []),
    ...clientConfigErrors(spec.clientConfig),
    ...selectorErrors(spec.namespaceSelector),
  ];
}

const path = 'spec.clientConfig';

function clientConfigErrors({ url, service }: ClientConfig): FieldError[] {
  const hasService = service !== undefined && Object.keys(service).length > 0;
  return [
    ...(!url && !hasService ? [{ field: path, type: 'Required', detail: 'either url or service must be defined' } as const] : []),
    ...(url && hasService ? [{ field: path, type: 'Forbidden', detail: 'only one of url or service can be defined' } as const] : []),
    ...(url ? urlErrors(url) : []),
    ...(hasService ? serviceErrors(service) : []),
  ];
}

function urlErrors(url: string): FieldError[] {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1];
  const isPath = url.startsWith('/');
  if (!isPath && (scheme === undefined || !isParsable(url))) return [invalid(`${path}.url`, url, 'must be a valid URL, e.g. https://example.com')];
  return scheme?.toLowerCase() === 'https' ? [] : [invalid(`${path}.url`, url, "'https' is the only allowed URL scheme, e.g. https://example.com")];
}

function isParsable(url: string): boolean {
  return !/\s/.test(url) && URL.canParse(url);
}

function serviceErrors({ name, namespace, path: servicePath, port }: ServiceReference): FieldError[] {
  const at = `${path}.service`;
  const nameProblem = dns1035LabelProblem(name);
  const namespaceProblem = dns1123LabelProblem(namespace);
  return [
    ...(nameProblem ? [invalid(`${at}.name`, name, nameProblem)] : []),
    ...(namespaceProblem ? [invalid(`${at}.namespace`, namespace, namespaceProblem)] : []),
    ...(servicePath ? pathErrors(`${at}.path`, servicePath) : []),
    ...(port !== undefined && (port < 1 || port > 65535) ? [invalid(`${at}.port`, port, 'must be between 1 and 65535, inclusive')] : []),
  ];
}

function pathErrors(field: string, servicePath: string): FieldError[] {
  const isRooted = servicePath.startsWith('/');
  const isValid = isRooted ? !/\s|%(?![0-9a-f]{2})/i.test(servicePath) : /^[a-z][a-z0-9+.-]*:\/\//i.test(servicePath) && isParsable(servicePath);
  return [
    ...(isValid ? [] : [invalid(field, servicePath, 'must be a valid URL path e.g. /path/to/hook')]),
    ...(isRooted ? [] : [invalid(field, servicePath, 'must start with "/" to be a valid URL path')]),
  ];
}

function selectorErrors(selector: ExtensionConfig['spec']['namespaceSelector']): FieldError[] {
  const field = 'spec.namespaceSelector';
  if (!selector) return [{ field, type: 'Required', detail: 'must be defined' }];
  const problem = selectorProblem(selector);
  return problem ? [invalid(field, selector, problem)] : [];
}

function invalid(field: string, value: unknown, detail: string): FieldError {
  return { field, type: 'Invalid', value, detail };
}
