/** A data URL with percent escapes for everything that is neither a letter, a digit nor one of a few marks. */
export function dataUrl(content: string | Uint8Array): string {
  const bytes = Buffer.from(content).toString('latin1');
  return `data:,${bytes.replace(/[^A-Za-z0-9\-_.!~*'()]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}`;
}
