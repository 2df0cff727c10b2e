import { parseGoDuration } from '@clusterwright/api/go-duration';
import { AppError } from '@clusterwright/api/errors';

/** A flag is unknown, or its value cannot be read. The message says which and what is allowed. */
export class FlagError extends AppError {
  readonly code = 'Flag';
  override readonly retry = 'never' as const;
}

export interface Flag<V> {
  readonly kind: 'string' | 'boolean' | 'integer' | 'durationMs' | 'list' | 'number';
  readonly default: V;
  readonly description: string;
}

/** Flags by upstream's names. Durations are Go's (`15s`, `1m30s`) and held in milliseconds. */
export type FlagSchema = Readonly<Record<string, Flag<unknown>>>;
export type FlagValues<S extends FlagSchema> = { readonly [Name in keyof S]: S[Name] extends Flag<infer V> ? V : never };

export const stringFlag = (value: string, description: string): Flag<string> => ({ kind: 'string', default: value, description });
export const booleanFlag = (value: boolean, description: string): Flag<boolean> => ({ kind: 'boolean', default: value, description });
export const integerFlag = (value: number, description: string): Flag<number> => ({ kind: 'integer', default: value, description });
export const numberFlag = (value: number, description: string): Flag<number> => ({ kind: 'number', default: value, description });
export const durationFlag = (milliseconds: number, description: string): Flag<number> => ({ kind: 'durationMs', default: milliseconds, description });
export const listFlag = (values: readonly string[], description: string): Flag<readonly string[]> => ({ kind: 'list', default: values, description });

/** Values of all flags, and the names of those that were given. Throws FlagError. */
export function parseFlags<S extends FlagSchema>(schema: S, args: readonly string[]): { values: FlagValues<S>; given: ReadonlySet<string> } {
  const values: Record<string, unknown> = Object.fromEntries(Object.entries(schema).map(([name, flag]) => [name, flag.default]));
  const given = new Set<string>();
  for (let i = 0; i < args.length; i += 1) {
    const { name, inline } = splitArgument(args[i] ?? '', schema);
    const flag = schema[name] as Flag<unknown>;
    let text = inline;
    if (text === undefined && flag.kind === 'boolean') text = 'true';
    if (text === undefined) {
      i += 1;
      text = args[i];
      if (text === undefined) throw new FlagError(`flag --${name} needs a value`);
    }
    const value = parseValue(name, flag, text);
    values[name] = flag.kind === 'list' && given.has(name) ? [...(values[name] as string[]), ...(value as string[])] : value;
    given.add(name);
  }
  return { values: values as FlagValues<S>, given };
}

/** The help text: every flag with its default. */
export function describeFlags(schema: FlagSchema): string {
  return Object.entries(schema)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, flag]) => `  --${name}${flag.kind === 'boolean' ? '' : ` ${flag.kind === 'durationMs' ? 'duration' : flag.kind}`}\n      ${flag.description} (default ${showDefault(flag)})`)
    .join('\n');
}

function showDefault({ kind, default: value }: Flag<unknown>): string {
  return kind === 'durationMs' ? `${Number(value) / 1000}s` : JSON.stringify(value);
}

function splitArgument(argument: string, schema: FlagSchema): { name: string; inline: string | undefined } {
  const match = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(argument);
  if (!match) throw new FlagError(`unexpected argument ${JSON.stringify(argument)}: only flags are accepted, see --help`);
  // Upstream reads underscores as dashes (spec 9.1).
  const name = (match[1] ?? '').replaceAll('_', '-');
  if (!Object.hasOwn(schema, name)) {
    const nearest = nearestName(name, Object.keys(schema));
    throw new FlagError(`unknown flag --${name}${nearest ? `, did you mean --${nearest}?` : ', see --help'}`);
  }
  return { name, inline: match[2] };
}

function parseValue(name: string, flag: Flag<unknown>, text: string): unknown {
  switch (flag.kind) {
    case 'string':
      return text;
    case 'list':
      return text === '' ? [] : text.split(',').map((item) => item.trim());
    case 'boolean':
      if (/^(true|t|1)$/i.test(text)) return true;
      if (/^(false|f|0)$/i.test(text)) return false;
      throw new FlagError(`flag --${name}: ${JSON.stringify(text)} is neither true nor false`);
    case 'integer':
      if (!/^-?\d+$/.test(text)) throw new FlagError(`flag --${name}: ${JSON.stringify(text)} is no whole number`);
      return Number(text);
    case 'number':
      if (text.trim() === '' || !Number.isFinite(Number(text))) throw new FlagError(`flag --${name}: ${JSON.stringify(text)} is no number`);
      return Number(text);
    case 'durationMs': {
      const duration = parseGoDuration(text);
      if (duration === undefined) throw new FlagError(`flag --${name}: ${JSON.stringify(text)} is no duration, write it like 90s, 15m or 1h30m`);
      return duration;
    }
  }
}

function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, distance: editDistance(name, candidate) })).sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(3, name.length / 3) ? best.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
