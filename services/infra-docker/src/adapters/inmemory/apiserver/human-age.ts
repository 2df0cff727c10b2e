const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** Ages as kubectl writes them: two units while they tell something, one otherwise. */
const formats: readonly { below: number; unit: number; suffix: string; rest?: { unit: number; suffix: string } }[] = [
  { below: 2 * minute, unit: second, suffix: 's' },
  { below: 10 * minute, unit: minute, suffix: 'm', rest: { unit: second, suffix: 's' } },
  { below: 3 * hour, unit: minute, suffix: 'm' },
  { below: 8 * hour, unit: hour, suffix: 'h', rest: { unit: minute, suffix: 'm' } },
  { below: 2 * day, unit: hour, suffix: 'h' },
  { below: 8 * day, unit: day, suffix: 'd', rest: { unit: hour, suffix: 'h' } },
  { below: 2 * year, unit: day, suffix: 'd' },
  { below: 8 * year, unit: year, suffix: 'y', rest: { unit: day, suffix: 'd' } },
  { below: Infinity, unit: year, suffix: 'y' },
];

/** The time since a creation timestamp, for a table; `<unknown>` without one. */
export function humanAge(since: string | undefined, now: Date): string {
  const elapsed = since === undefined ? Number.NaN : now.getTime() - Date.parse(since);
  if (Number.isNaN(elapsed)) return '<unknown>';
  const age = Math.max(0, elapsed);
  const format = formats.find(({ below }) => age < below);
  if (!format) return '<unknown>';
  const { unit, suffix, rest } = format;
  const remainder = rest ? Math.floor((age % unit) / rest.unit) : 0;
  return `${Math.floor(age / unit)}${suffix}${rest && remainder > 0 ? `${remainder}${rest.suffix}` : ''}`;
}
