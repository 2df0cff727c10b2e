const [newline, quote, backslash, openBrace, closeBrace] = [0x0a, 0x22, 0x5c, 0x7b, 0x7d];

/**
 * Cuts the byte stream of a watch into its JSON objects, without decoding partial characters.
 *
 * kube-apiserver writes one object a line, and that is read fast. The format asks only for one object after the other: other servers indent them, or put nothing
 * in between.
 */
export async function* splitFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let scan = new FrameScan();
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = scan.endOf(buffer, start); end !== undefined; end = scan.endOf(buffer, start)) {
      const frame = buffer.subarray(start, end);
      yield rest.length > 0 ? Buffer.concat([...rest, frame]) : frame;
      rest = [];
      start = end;
      scan = new FrameScan();
    }
    if (start < buffer.length) rest.push(buffer.subarray(start));
  }
}

/** Looks for the end of one frame, over as many chunks as it takes. */
class FrameScan {
  #first: number | undefined;
  /** What follows the first byte tells a line from an indented object. */
  #isLine: boolean | undefined;
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** Where the frame ends that goes on at `start`; undefined where more has to come. */
  endOf(buffer: Buffer, start: number): number | undefined {
    let at = start;
    while (this.#isLine === undefined) {
      const byte = buffer[at];
      if (byte === undefined) return undefined;
      this.#look(byte);
      at += 1;
    }
    if (!this.#isLine) return this.#endOfObject(buffer, at);
    const end = buffer.indexOf(newline, Math.max(at - 1, start));
    return end < 0 ? undefined : end + 1;
  }

  #look(byte: number): void {
    if (this.#first === undefined) {
      this.#first = byte;
      if (byte === openBrace) this.#depth = 1;
      else this.#isLine = true;
      return;
    }
    this.#isLine = byte !== newline;
  }

  #endOfObject(buffer: Buffer, start: number): number | undefined {
    for (let at = start; at < buffer.length; at += 1) {
      this.#follow(buffer[at]);
      if (this.#depth === 0) return at + 1;
    }
    return undefined;
  }

  #follow(byte: number | undefined): void {
    if (this.#inString) return this.#followString(byte);
    if (byte === quote) this.#inString = true;
    else if (byte === openBrace) this.#depth += 1;
    else if (byte === closeBrace) this.#depth -= 1;
  }

  #followString(byte: number | undefined): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === backslash) this.#escaped = true;
    else if (byte === quote) this.#inString = false;
  }
}
