import type { Readable } from 'node:stream';
import { ContainerEngineError } from '../../ports/container-engine.ts';
import type { EngineConnection } from './engine-connection.ts';
import { engineRefusal, hasEngineCode } from './engine-errors.ts';
import { lines } from './engine-events.ts';

interface PullProgress {
  readonly error?: string;
}

/** Images of the engine: looked for by name, and pulled where a registry exists. */
export class EngineImages {
  readonly #connection: EngineConnection;
  readonly #timeouts: { readonly shortMs: number; readonly imageMs: number };

  constructor(connection: EngineConnection, timeouts: { readonly shortMs: number; readonly imageMs: number }) {
    this.#connection = connection;
    this.#timeouts = timeouts;
  }

  async has(image: string, signal?: AbortSignal): Promise<boolean> {
    try {
      await this.#connection.bytes({ path: `/images/${encodedImage(image)}/json`, timeoutMs: this.#timeouts.shortMs, signal });
      return true;
    } catch (error) {
      if (hasEngineCode(error, 'ImageNotFound')) return false;
      throw error;
    }
  }

  async ensure(image: string, signal?: AbortSignal): Promise<void> {
    if (await this.has(image, signal)) return;
    try {
      await this.#pull(image, signal);
    } catch (error) {
      if (!hasEngineCode(error, 'Refused') && !hasEngineCode(error, 'ImageNotFound')) throw error;
      throw new ContainerEngineError('ImageNotFound', `image ${image} is not on the engine and cannot be pulled: ${error.message}`, { cause: error });
    }
  }

  /** The image as a tar stream, which the caller has to read or destroy. */
  async save(image: string, signal?: AbortSignal): Promise<Readable> {
    if (!await this.has(image, signal)) throw new ContainerEngineError('ImageNotFound', `image ${image} is not on the engine`);
    return await this.#connection.open({ path: `/images/${encodedImage(image)}/get`, timeoutMs: this.#timeouts.imageMs, signal });
  }

  /** The engine answers with success at once, and tells in its progress when it fails. */
  async #pull(image: string, signal?: AbortSignal): Promise<void> {
    const query = pullQuery(image);
    const progress = await this.#connection.bytes({ method: 'POST', path: '/images/create', query, timeoutMs: this.#timeouts.imageMs, signal });
    for await (const line of lines(only(progress))) {
      const { error } = JSON.parse(line) as PullProgress;
      if (error) throw engineRefusal(200, error);
    }
  }
}

/** Without a tag the engine would pull every tag there is. */
export function pullQuery(image: string): Readonly<Record<string, string>> {
  if (image.includes('@')) return { fromImage: image };
  const colon = image.lastIndexOf(':');
  const hasTag = colon > image.lastIndexOf('/');
  return hasTag ? { fromImage: image.slice(0, colon), tag: image.slice(colon + 1) } : { fromImage: image, tag: 'latest' };
}

/** Slashes of a name are part of the path. */
function encodedImage(image: string): string {
  return image.split('/').map(encodeURIComponent).join('/');
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
