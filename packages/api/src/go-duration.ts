const unitsMs: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const units = 'ns|us|µs|μs|ms|s|m|h';
const number = String.raw`(?:\d+\.?\d*|\.\d+)`;
const whole = new RegExp(`^[+-]?(?:0|(?:${number}(?:${units}))+)$`);
const part = new RegExp(`(${number})(${units})`, 'g');

/** Go counts nanoseconds in 63 bits. */
const limitMs = 2 ** 63 / 1e6;

/** Milliseconds of a Go duration such as `1h15m30.5s`; undefined where it is none. */
export function parseGoDuration(text: string): number | undefined {
  if (!whole.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(part)) total += Number(amount) * (unitsMs[unit ?? ''] ?? 0);
  if (total >= limitMs) return undefined;
  return text.startsWith('-') && total > 0 ? -total : total;
}

/** Whole seconds as Go writes a duration: `0s`, `30s`, `5m0s`, `1h0m0s`. */
export function formatGoDuration(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${hours > 0 ? `${String(hours)}h` : ''}${seconds >= 60 ? `${String(minutes)}m` : ''}${String(rest)}s`;
}
