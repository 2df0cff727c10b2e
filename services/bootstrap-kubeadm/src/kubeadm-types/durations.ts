/** Seconds as a Go duration, the form of kubeadm's timeouts: `4m5s`, `1h0m0s`, `0s`. Undefined stays undefined. */
export function goDuration(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

/** Days as a Go duration; zero and undefined are left to kubeadm's default. */
export function goDurationOfDays(days: number | undefined): string | undefined {
  return days ? goDuration(days * 24 * 3600) : undefined;
}

/** A time in UTC with whole seconds. */
export function utcTime(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
