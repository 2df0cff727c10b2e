/** The annotation that lists the hooks which still have to be called for an object, sorted and comma separated. Pure. */
import { pendingHooksAnnotation } from '@clusterwright/api';
import type { KubeObject } from '@clusterwright/api';
import type { HookIdentity } from './hooks.ts';

type Annotated = Pick<KubeObject, 'metadata'>;

export function isHookPending(hook: Pick<HookIdentity, 'name'>, object: Annotated): boolean {
  return pendingHooks(object).includes(hook.name);
}

/** The annotation's value without the hook; undefined where none is left. */
export function withoutPendingHook(hook: Pick<HookIdentity, 'name'>, object: Annotated): string | undefined {
  const left = pendingHooks(object).filter((name) => name !== hook.name);
  return left.length > 0 ? [...new Set(left)].sort().join(',') : undefined;
}

function pendingHooks({ metadata }: Annotated): string[] {
  return (metadata.annotations?.[pendingHooksAnnotation] ?? '').split(',').filter((name) => name !== '');
}
