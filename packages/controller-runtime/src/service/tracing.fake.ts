import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import type { Context, ContextManager, Span, SpanContext, SpanOptions, Tracer } from '@opentelemetry/api';

export interface RecordedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Record<string, unknown>;
  failed: boolean;
  ended: boolean;
}

/** Remembers every span of this process from now on. The least of OpenTelemetry that relates spans to each other. */
export function recordSpans(): RecordedSpan[] {
  const spans: RecordedSpan[] = [];
  const tracer = new RecordingTracer(spans);
  context.setGlobalContextManager(new AsyncContexts().enable());
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  return spans;
}

class RecordingTracer implements Tracer {
  readonly #spans: RecordedSpan[];

  constructor(spans: RecordedSpan[]) {
    this.#spans = spans;
  }

  startSpan(name: string, options: SpanOptions = {}, within: Context = context.active()): Span {
    const parent = options.root ? undefined : trace.getSpanContext(within);
    const spanId = (this.#spans.length + 1).toString(16).padStart(16, '0');
    const recorded: RecordedSpan = { name, spanId, traceId: parent?.traceId ?? spanId.padStart(32, '0'), parentSpanId: parent?.spanId, attributes: { ...options.attributes }, failed: false, ended: false };
    this.#spans.push(recorded);
    return spanOf(recorded);
  }

  startActiveSpan<R>(name: string, ...rest: readonly unknown[]): R {
    // Overloaded as (name, run), (name, options, run) and (name, options, context, run).
    const run = rest.at(-1) as (span: Span) => R;
    const options = rest.length > 1 ? (rest[0] as SpanOptions) : {};
    const within = rest.length > 2 ? (rest[1] as Context) : context.active();
    const span = this.startSpan(name, options, within);
    return context.with(trace.setSpan(within, span), () => run(span));
  }
}

function spanOf(recorded: RecordedSpan): Span {
  const spanContext: SpanContext = { traceId: recorded.traceId, spanId: recorded.spanId, traceFlags: 1 };
  const span: Span = {
    spanContext: () => spanContext,
    setAttribute: (key, value) => ((recorded.attributes[key] = value), span),
    setAttributes: (attributes) => (Object.assign(recorded.attributes, attributes), span),
    setStatus: ({ code }) => ((recorded.failed = code === 2), span),
    end: () => void (recorded.ended = true),
    addEvent: () => span,
    addLink: () => span,
    addLinks: () => span,
    updateName: () => span,
    recordException: () => undefined,
    isRecording: () => true,
  };
  return span;
}

class AsyncContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(within: Context, run: F, thisArg?: ThisParameterType<F>, ...args: A): ReturnType<F> {
    return this.#storage.run(within, () => run.apply(thisArg, args));
  }

  bind<T>(_within: Context, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}
