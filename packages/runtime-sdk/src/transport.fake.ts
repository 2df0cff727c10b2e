import type { HookAnswer, HookCall, HookCallOptions, HookTransport } from './transport.ts';

type Answer = object | Error | ((call: HookCall) => object);

/**
 * Extensions in memory. Knobs: `answer` says what a hook answers, once for each value, the last one for ever; handlers can be told apart. Memory: `calls`.
 */
export class FakeTransport implements HookTransport {
  readonly calls: (HookCall & HookCallOptions)[] = [];
  readonly #answers = new Map<string, Answer[]>();

  /** `hook` is the name of a hook, or `hook/handler`. */
  answer(hook: string, ...answers: Answer[]): this {
    this.#answers.set(hook, answers);
    return this;
  }

  async call(call: HookCall, options: HookCallOptions): Promise<HookAnswer> {
    this.calls.push({ ...call, ...options });
    const planned = this.#answers.get(`${call.hook.name}/${call.handler ?? ''}`) ?? this.#answers.get(call.hook.name);
    const answer = planned && planned.length > 1 ? planned.shift() : planned?.[0];
    if (answer === undefined) throw new Error(`no answer was planned for ${call.hook.name}`);
    if (answer instanceof Error) throw answer;
    return { code: '200', body: typeof answer === 'function' ? (answer as (call: HookCall) => object)(call) : answer };
  }
}
