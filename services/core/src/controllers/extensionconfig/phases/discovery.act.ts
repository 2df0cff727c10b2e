import { toError } from '@clusterwright/api/errors';
import { done, InterruptedPhases, type Phase } from '@clusterwright/controller-runtime';
import type { ExtensionConfigDeps, ExtensionConfigScope } from '../extensionconfig.scope.ts';

/** Asks the extension for its handlers and registers them. One that does not answer keeps those it had: they may well be callable again when they are needed. */
export function discovery({ discover, registry }: Pick<ExtensionConfigDeps, 'discover' | 'registry'>): Phase<ExtensionConfigScope> {
  return async ({ extensionConfig }, { log, signal }) => {
    log.debug('Discovering handlers of an extension');
    const handlers = await discover(extensionConfig, signal).catch((error: unknown) => {
      throw new InterruptedPhases<ExtensionConfigScope>(error, { handlers: { kind: 'failed', message: toError(error).message } });
    });
    registry.add({ ...extensionConfig, status: { ...extensionConfig.status, handlers } });
    return { outcome: done, observed: { handlers: { kind: 'discovered', handlers } } };
  };
}
