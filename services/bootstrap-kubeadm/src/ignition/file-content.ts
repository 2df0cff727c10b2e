import { TerminalError } from '@clusterwright/api/errors';
import type { CloudInitFile } from '../cloud-init/write-files.ts';

/**
 * Text of a file as machines with cloud-init get it: lines end with a line feed, the last one with exactly one.
 *
 * Those machines read it from a YAML block, which does that, and the same KubeadmConfig should make the same files.
 */
export function blockText(content: string): string {
  const text = content.replace(/\r\n?/g, '\n').replace(/\n+$/, '');
  return text === '' ? '' : `${text}\n`;
}

/** What a file of a KubeadmConfig holds. Errors: `TerminalError` where the content is not what its encoding says. */
export function fileContent({ path, encoding, content = '' }: CloudInitFile): string | Uint8Array {
  switch (encoding) {
    case undefined:
    case '':
      return blockText(content);
    case 'base64':
      return fromBase64(path, content);
    default:
      throw new TerminalError(`spec.files: encoding ${encoding} of file ${JSON.stringify(path)} is not supported with format ignition`);
  }
}

/** Node.js skips what is not base64, and a damaged file would only be noticed on the machine. */
function fromBase64(path: string, content: string): Uint8Array {
  const encoded = content.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded) || encoded.length % 4 !== 0) throw new TerminalError(`spec.files: content of file ${JSON.stringify(path)} is not base64`);
  return Buffer.from(encoded, 'base64');
}

/** File mode of a KubeadmConfig, which is octal with or without a leading zero. Errors: `TerminalError`. */
export function fileMode({ path, permissions = '' }: CloudInitFile): number {
  if (permissions === '') return 0o644;
  const [, digits] = /^(?:0?o)?([0-7]{1,5})$/i.exec(permissions) ?? [];
  const mode = Number.parseInt(digits ?? '', 8);
  if (Number.isNaN(mode) || mode > 0o7777) throw new TerminalError(`spec.files: permissions of file ${JSON.stringify(path)} are no octal file mode`);
  return mode;
}

/** Owner and group of a file as `user`, `user:group` or `:group`; numbers are ids. */
export function fileOwner(owner = ''): { readonly user?: object; readonly group?: object } {
  const [user, group] = owner.split(':').map((name) => name.trim());
  return { ...(user ? { user: account(user) } : {}), ...(group ? { group: account(group) } : {}) };
}

const account = (name: string): object => (/^\d+$/.test(name) ? { id: Number(name) } : { name });
