/** Structured log in the words of the style guide: a constant sentence, values in keys. Two levels: info = what changed in the world, debug = how we decided. */
export interface Logger {
  info(message: string, keys?: Readonly<Record<string, unknown>>): void;
  debug(message: string, keys?: Readonly<Record<string, unknown>>): void;
  error(message: string, keys?: Readonly<Record<string, unknown>>): void;
  /** The same log with more keys bound. */
  with(keys: Readonly<Record<string, unknown>>): Logger;
}
