import { ContainerEngineError } from '../../ports/container-engine.ts';

export interface OutputCollector {
  /** Takes the next bytes as they came from the wire. */
  push(chunk: Uint8Array): void;
  stdout(): string;
  stderr(): string;
}

const headerLength = 8;
const stderrStream = 2;

/**
 * Separates what a process printed: the engine puts 8 bytes before each piece, which name the stream and its length.
 *
 * Errors: `ContainerEngineError` (Refused) where a process prints more than the limit.
 */
export function multiplexedOutput(limitBytes: number): OutputCollector {
  const streams = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  let pending = Buffer.alloc(0);
  let size = 0;
  const takeFrame = (): boolean => {
    if (pending.length < headerLength) return false;
    const end = headerLength + pending.readUInt32BE(4);
    if (pending.length < end) return false;
    streams[pending[0] === stderrStream ? 'stderr' : 'stdout'].push(pending.subarray(headerLength, end));
    pending = pending.subarray(end);
    return true;
  };
  return {
    push(chunk) {
      size += chunk.length;
      if (size > limitBytes) throw new ContainerEngineError('Refused', `a command printed more than ${String(limitBytes)} bytes`);
      pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk]);
      while (takeFrame());
    },
    stdout: () => Buffer.concat(streams.stdout).toString(),
    stderr: () => Buffer.concat(streams.stderr).toString(),
  };
}

/** What a process with a terminal printed: one stream, nothing between. */
export function plainOutput(limitBytes: number): OutputCollector {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    push(chunk) {
      size += chunk.length;
      if (size <= limitBytes) chunks.push(chunk);
    },
    stdout: () => Buffer.concat(chunks).toString(),
    stderr: () => '',
  };
}
