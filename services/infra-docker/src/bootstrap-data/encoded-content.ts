import { gunzipSync } from 'node:zlib';
import { toError } from '@clusterwright/api/errors';
import { BootstrapDataError } from './bootstrap-plan.ts';

const largestContent = 32 * 1024 * 1024;

/** Content of a file as cloud-init's `encoding` says; an unknown encoding means text, as it does to cloud-init. */
export function decodedContent(field: string, content: string | Uint8Array, encoding = ''): Uint8Array {
  switch (encoding.trim().toLowerCase()) {
    case 'gz': case 'gzip':
      return unzipped(field, typeof content === 'string' ? Buffer.from(content, 'latin1') : content);
    case 'gz+base64': case 'gzip+base64': case 'gz+b64': case 'gzip+b64':
      return unzipped(field, fromBase64(field, content));
    case 'base64': case 'b64':
      return fromBase64(field, content);
    default:
      return typeof content === 'string' ? Buffer.from(content) : content;
  }
}

export function unzipped(field: string, content: Uint8Array): Uint8Array {
  try {
    return gunzipSync(content, { maxOutputLength: largestContent });
  } catch (error) {
    throw new BootstrapDataError(field, `is not gzip data: ${toError(error).message}`, { cause: error });
  }
}

export function isZipped(content: Uint8Array): boolean {
  return content[0] === 0x1f && content[1] === 0x8b;
}

/** Node.js skips what is not base64; a damaged certificate should be noticed here and not by whoever reads it. */
export function fromBase64(field: string, content: string | Uint8Array): Uint8Array {
  const text = (typeof content === 'string' ? content : Buffer.from(content).toString('latin1')).replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) throw new BootstrapDataError(field, 'is not base64');
  return Buffer.from(text, 'base64');
}
