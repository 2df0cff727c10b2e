/** Whether a text is an address block as Go's net.ParseCIDR reads it: an IPv4 or IPv6 address, a slash and a prefix length. Pure. */
export function isCidrBlock(text: string): boolean {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  if (!match) return false;
  const [, address = '', length = ''] = match;
  if (/^0\d/.test(length)) return false;
  if (isIPv4(address)) return Number(length) <= 32;
  return isIPv6(address) && Number(length) <= 128;
}

/** Whether a text is an IPv4 address: four numbers without leading zeros. Pure. */
export function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** Whether a text is an IPv6 address, without a zone. Pure. */
export function isIPv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const hasIPv4Tail = last.includes('.');
  if (hasIPv4Tail && !isIPv4(last)) return false;
  const plain = hasIPv4Tail ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = plain.length + (hasIPv4Tail ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}
