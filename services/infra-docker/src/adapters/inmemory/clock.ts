/** Ends a timer; calling it twice is harmless. */
export type StopTimer = () => void;

/** Time for the simulation. Its timers never keep the process alive. */
export interface SimulationClock {
  now(): Date;
  after(delayMs: number, run: () => void): StopTimer;
  every(intervalMs: number, run: () => void): StopTimer;
}

export const systemClock: SimulationClock = {
  now: () => new Date(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs).unref();
    return () => clearTimeout(timer);
  },
  every(intervalMs, run) {
    const timer = setInterval(run, intervalMs).unref();
    return () => clearInterval(timer);
  },
};

/** RFC 3339 with second precision, as metav1.Time is written. */
export function toKubeTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
