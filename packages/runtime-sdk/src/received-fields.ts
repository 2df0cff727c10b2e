import { ExtensionCallError } from './runtime-extension-error.ts';

/**
 * The fields of a JSON object as Go's decoder takes them (spec RT-02): names are compared without case, `null` is the same as absent, what is unknown is skipped.
 * Extensions in Go without field tags answer `Status` and `RetryAfterSeconds`.
 *
 * Errors: `ExtensionCallError` that names the field, where a value has another type than the hook's.
 */
export class ReceivedFields {
  readonly #path: string;
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(value: unknown, path = '') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(path || 'response', 'an object');
    this.#path = path;
    this.#values = new Map(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]));
  }

  /** Empty where absent. */
  text(name: string): string {
    return this.optionalText(name) ?? '';
  }

  optionalText(name: string): string | undefined {
    const value = this.#get(name);
    if (value !== undefined && typeof value !== 'string') throw refused(this.#at(name), 'a string');
    return value;
  }

  optionalInt32(name: string): number | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > 0x7fff_ffff) throw refused(this.#at(name), 'a 32 bit integer');
    return value;
  }

  /** An object without fields where absent. */
  object(name: string): ReceivedFields {
    return new ReceivedFields(this.#get(name) ?? {}, this.#at(name));
  }

  /** Empty where absent. */
  objects(name: string): ReceivedFields[] {
    const value = this.#get(name) ?? [];
    if (!Array.isArray(value)) throw refused(this.#at(name), 'a list');
    return value.map((item: unknown, index) => new ReceivedFields(item, `${this.#at(name)}[${String(index)}]`));
  }

  #get(name: string): unknown {
    return this.#values.get(name.toLowerCase()) ?? undefined;
  }

  #at(name: string): string {
    return this.#path ? `${this.#path}.${name}` : name;
  }
}

function refused(path: string, wanted: string): ExtensionCallError {
  return new ExtensionCallError(`failed to decode response: ${path} is not ${wanted}`);
}
