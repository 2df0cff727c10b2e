const valid = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;

/** Whether the API server accepts a text as a label value. */
export function isValidLabelValue(text: string): boolean {
  return valid.test(text);
}

/** The text itself where it can be a label value, else a hash of it that always can. */
export function formatLabelValue(text: string): string {
  return isValidLabelValue(text) ? text : `hash_${fnv32aBase64Url(text)}_z`;
}

/** Whether a label value stands for a text, plain or hashed. */
export function labelValueMatches(text: string, labelValue: string): boolean {
  return labelValue === formatLabelValue(text);
}

function fnv32aBase64Url(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(hash);
  return bytes.toString('base64url');
}
