import { groupOf } from '@clusterwright/api';
import type { LabelSelectorLike } from '@clusterwright/api/label-selector';
import type { ClientConfig, ExtensionConfig, ExtensionHandler } from '@clusterwright/api/runtime/v1beta2';
import type { HookIdentity } from './hooks.ts';
import { RuntimeExtensionError } from './runtime-extension-error.ts';

/** A handler that can be called. */
export interface RegisteredHandler {
  /** `<handler>.<ExtensionConfig>`, unique (spec RT-05). */
  readonly name: string;
  readonly extensionConfigName: string;
  /** Group and hook it serves. */
  readonly group: string;
  readonly hook: string;
  readonly clientConfig: ClientConfig;
  readonly namespaceSelector: LabelSelectorLike;
  readonly timeoutSeconds: number | undefined;
  readonly failurePolicy: string | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * The handlers of all ExtensionConfigs of this process.
 *
 * Guarantees: nothing is listed before `markReady`, so that nobody takes "not discovered yet" for "there are none". Errors: `RuntimeExtensionError`.
 */
export class ExtensionRegistry {
  readonly #handlers = new Map<string, readonly RegisteredHandler[]>();
  #ready = false;

  get isReady(): boolean {
    return this.#ready;
  }

  /** All ExtensionConfigs that there were at the start are registered. */
  markReady(): void {
    this.#ready = true;
  }

  /** Takes over the handlers in the status of an ExtensionConfig, in the place of those it had before. */
  add({ metadata, spec, status }: ExtensionConfig): void {
    const { clientConfig, namespaceSelector = {}, settings = {} } = spec;
    const registered = (status?.handlers ?? []).map((handler) => ({ ...identityOf(handler), extensionConfigName: metadata.name, clientConfig, namespaceSelector, settings }));
    this.#handlers.set(metadata.name, registered);
  }

  remove(extensionConfigName: string): void {
    this.#handlers.delete(extensionConfigName);
  }

  has(extensionConfigName: string): boolean {
    return this.#handlers.has(extensionConfigName);
  }

  /** Handlers of a hook at whatever version, sorted by name: the order in which they are called. */
  list({ group, name }: Pick<HookIdentity, 'group' | 'name'>): RegisteredHandler[] {
    if (!this.#ready) throw new RuntimeExtensionError(`failed to list extension handlers for GroupHook "${group}/${name}": the registry is not warmed up yet`);
    const serving = [...this.#handlers.values()].flat().filter((handler) => handler.group === group && handler.hook === name);
    return serving.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }
}

function identityOf({ name, requestHook, timeoutSeconds, failurePolicy }: ExtensionHandler): Pick<RegisteredHandler, 'name' | 'group' | 'hook' | 'timeoutSeconds' | 'failurePolicy'> {
  return { name, group: groupOf(requestHook.apiVersion), hook: requestHook.hook, timeoutSeconds, failurePolicy };
}

/** The name by which a handler is known outside its extension. */
export function registeredName(handler: string, extensionConfig: Pick<ExtensionConfig, 'metadata'>): string {
  return `${handler}.${extensionConfig.metadata.name}`;
}

/** The name that the extension itself knows a handler by. */
export function ownNameOf({ name, extensionConfigName }: Pick<RegisteredHandler, 'name' | 'extensionConfigName'>): string {
  const suffix = `.${extensionConfigName}`;
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}
