/** Which changes concern an ExtensionConfig. Pure. */
import { keyOf, keyString } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import type { ExtensionConfig } from '@clusterwright/api/runtime/v1beta2';
import { authoritySecretOf } from './extensionconfig.scope.ts';

/** What a user changes; what is written of an extension's answer is no reason to ask it again. */
export function isAsked(next: ExtensionConfig | undefined, previous: ExtensionConfig | undefined): boolean {
  if (!next || !previous) return true;
  const read = ({ metadata }: ExtensionConfig): string => JSON.stringify([metadata.uid, metadata.generation, metadata.annotations, metadata.labels, metadata.deletionTimestamp]);
  return read(next) !== read(previous);
}

/** ExtensionConfigs that take their authority from a Secret. */
export function secretToExtensionConfigs(secret: ObjectKey, extensionConfigs: readonly ExtensionConfig[]): ObjectKey[] {
  return extensionConfigs.filter((extensionConfig) => usesSecret(extensionConfig, secret)).map(keyOf);
}

function usesSecret(extensionConfig: ExtensionConfig, secret: ObjectKey): boolean {
  try {
    const used = authoritySecretOf(extensionConfig);
    return used !== undefined && keyString(used) === keyString(secret);
  } catch {
    // It names no Secret at all.
    return false;
  }
}
