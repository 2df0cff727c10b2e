import { keyString } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import type { HookCaller } from './hook-caller.ts';
import { RuntimeExtensionError } from './runtime-extension-error.ts';

/** Extensions that answer what a test says. Knobs: `handlers`, `answers` (one a call, the last one for ever), `isReady`. Memory: `calls`. */
export class FakeHookCaller implements HookCaller {
  isReady = true;
  handlers: readonly string[] = ['h.x'];
  answers: (object | Error)[] = [{ status: 'Success', message: '', retryAfterSeconds: 0 }];
  readonly calls: { readonly hook: string; readonly object: string; readonly request: object }[] = [];

  handlersOf(): Promise<readonly string[]> {
    return this.isReady ? Promise.resolve(this.handlers) : Promise.reject(new RuntimeExtensionError('the registry is not warmed up yet'));
  }

  async callAll<R>(hook: { readonly name: string }, object: ObjectKey, request: object): Promise<R> {
    this.calls.push({ hook: hook.name, object: keyString(object), request });
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    if (answer instanceof Error) throw answer;
    // What a hook answers is what the test planned for it.
    return answer as R;
  }
}
