/** What the registry still waits for at the start of a process. Pure. */
import type { ExtensionConfig } from '@clusterwright/api/runtime/v1beta2';
import { hasPausedAnnotation } from '@clusterwright/provider-kit/cluster/paused';

export interface WarmUpPlan {
  /** Nobody of this process reconciles them: their handlers are as the status says. */
  readonly asStored: readonly ExtensionConfig[];
  /** Their first pass has not succeeded yet. */
  readonly pending: readonly ExtensionConfig[];
}

export interface WarmUpState {
  readonly isRegistered: (name: string) => boolean;
  /** Whether this process reconciles it. */
  readonly isOurs: (extensionConfig: ExtensionConfig) => boolean;
}

/** Sorts what is not registered; what is being deleted counts no more. */
export function planWarmUp(extensionConfigs: readonly ExtensionConfig[], { isRegistered, isOurs }: WarmUpState): WarmUpPlan {
  const missing = extensionConfigs.filter(({ metadata }) => metadata.deletionTimestamp === undefined && !isRegistered(metadata.name));
  const isReconciled = (extensionConfig: ExtensionConfig): boolean => isOurs(extensionConfig) && !hasPausedAnnotation(extensionConfig);
  return { asStored: missing.filter((each) => !isReconciled(each)), pending: missing.filter(isReconciled) };
}
