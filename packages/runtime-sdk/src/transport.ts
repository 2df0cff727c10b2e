import type { ClientConfig } from '@clusterwright/api/runtime/v1beta2';
import type { HookIdentity } from './hooks.ts';

/** One call of one handler. */
export interface HookCall {
  readonly endpoint: ClientConfig;
  readonly hook: HookIdentity;
  /** The handler's own name; undefined for hooks that are there once an extension. */
  readonly handler?: string | undefined;
  /** The whole message, `apiVersion` and `kind` included. */
  readonly request: object;
}

export interface HookCallOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface HookAnswer {
  /** Status code of the protocol, for metrics: `200`. */
  readonly code: string;
  /** What was answered, not looked at yet. */
  readonly body: unknown;
}

/**
 * Carries calls to extensions.
 *
 * Guarantees: authenticates the extension by its CA bundle and the host it was configured with; follows nobody elsewhere; ends with `timeoutMs` or the signal.
 * Errors: `ExtensionCallError` where no usable answer came; `RuntimeExtensionError` where the endpoint cannot be called at all.
 */
export interface HookTransport {
  call(call: HookCall, options: HookCallOptions): Promise<HookAnswer>;
}
