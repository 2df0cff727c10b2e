import { X509Error } from './errors.ts';

/** The 4 or 16 bytes of an address, without a zone; an IPv4 address in IPv6 form has 4. Errors: `X509Error` (InvalidName). */
export function ipAddressBytes(address: string): Buffer {
  const bytes = address.includes(':') ? v6Bytes(address) : v4Bytes(address);
  if (!bytes) throw new X509Error('InvalidName', `${JSON.stringify(address)} is not an IP address`);
  return bytes;
}

function v4Bytes(address: string): Buffer | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  return parts?.every((part) => part <= 255) ? Buffer.from(parts) : undefined;
}

function v6Bytes(address: string): Buffer | undefined {
  // The URL parser knows all ways to write an address, and returns one: groups of hexadecimal digits, at most one `::`.
  if (!/^[0-9a-f:.]+$/i.test(address) || !URL.canParse(`http://[${address}]`)) return undefined;
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = groups(head);
  const right = groups(tail ?? '');
  const bytes = Buffer.alloc(16);
  left.forEach((group, index) => bytes.writeUInt16BE(group, index * 2));
  right.forEach((group, index) => bytes.writeUInt16BE(group, 16 - (right.length - index) * 2));
  return bytes.subarray(0, 12).equals(v4Mapped) ? bytes.subarray(12) : bytes;
}

const v4Mapped = Buffer.from('00000000000000000000ffff', 'hex');
const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
