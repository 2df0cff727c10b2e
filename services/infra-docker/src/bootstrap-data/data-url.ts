import { BootstrapDataError } from './bootstrap-plan.ts';
import { optionalText, partOf } from './document-reader.ts';
import type { Part } from './document-reader.ts';
import { fromBase64, unzipped } from './encoded-content.ts';

/** What `contents` of an Ignition configuration hold: a data URL, perhaps compressed. Errors: `BootstrapDataError`. */
export function dataUrlContent(contents: Part): Uint8Array {
  const source = partOf(contents, 'source');
  const compression = partOf(contents, 'compression');
  const content = fromDataUrl(source.field, (optionalText(source) ?? '').trim());
  switch (optionalText(compression) ?? '') {
    case '':
      return content;
    case 'gzip':
      return unzipped(source.field, content);
    default:
      throw new BootstrapDataError(compression.field, 'expected gzip or nothing');
  }
}

function fromDataUrl(field: string, url: string): Uint8Array {
  if (url === '') return new Uint8Array();
  const match = /^data:([^,]*),(.*)$/is.exec(url);
  if (!match) throw new BootstrapDataError(field, 'only data URLs are supported');
  const [, type = '', data = ''] = match;
  return /;\s*base64\s*$/i.test(type) ? fromBase64(field, unescaped(field, data)) : Buffer.from(unescaped(field, data), 'latin1');
}

/** Escapes stand for bytes and not for characters. */
function unescaped(field: string, data: string): string {
  if (/%(?![0-9a-f]{2})/i.test(data)) throw new BootstrapDataError(field, 'holds a broken percent escape');
  const bytes = Buffer.from(data).toString('latin1');
  return bytes.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
