const blockLength = 512;
const longestName = 100;

/** A tar archive that holds one file of root, as the engine takes files. The name has no folders and at most 100 bytes. */
export function singleFileArchive(name: string, content: Uint8Array, { mode, modifiedAt }: { readonly mode: number; readonly modifiedAt: Date }): Buffer {
  if (name === '' || name.includes('/') || Buffer.byteLength(name) > longestName) throw new RangeError(`not a file name that a tar header can hold: ${name}`);
  const padding = Buffer.alloc((blockLength - (content.length % blockLength)) % blockLength);
  return Buffer.concat([header(name, content.length, mode, modifiedAt), content, padding, Buffer.alloc(2 * blockLength)]);
}

/** The ustar header; numbers are octal text, and the checksum is the sum of all its bytes with blanks in its own place. */
function header(name: string, size: number, mode: number, modifiedAt: Date): Buffer {
  const block = Buffer.alloc(blockLength);
  const put = (offset: number, text: string): void => void block.write(text, offset);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  put(0, name);
  put(100, octal(mode & 0o7777, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(Math.floor(modifiedAt.getTime() / 1000), 11));
  put(148, ' '.repeat(8));
  put(156, '0');
  put(257, 'ustar\x0000');
  put(148, `${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `);
  return block;
}
