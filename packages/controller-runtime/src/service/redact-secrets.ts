const masked = '<redacted>';

/** What looks like a secret wherever it stands: in messages of errors, in diffs, in what a proxy answered. The text is JSON, so newlines may be written as `\n`. */
const secrets: readonly { readonly hint: string; readonly pattern: RegExp; readonly replacement: string }[] = [
  { hint: 'PRIVATE KEY-----', pattern: /-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?(?:-----END \1-----|(?=")|$)/gs, replacement: masked },
  { hint: 'Bearer ', pattern: /Bearer [\w.~+/=-]{8,}/g, replacement: `Bearer ${masked}` },
  // A JSON web token: two parts that begin with {" and a signature.
  { hint: 'eyJ', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/g, replacement: masked },
  { hint: '-data', pattern: /((?:client-key-data|client-certificate-data|certificate-authority-data)\\?"?:\s*\\?"?)[\w+/=]{16,}/g, replacement: `$1${masked}` },
  // Bootstrap tokens of kubeadm.
  { hint: 'token', pattern: /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g, replacement: masked },
];

/** The text without keys, tokens and kubeconfig credentials. Pure. */
export function redactSecrets(text: string): string {
  let result = text;
  for (const { hint, pattern, replacement } of secrets) if (result.includes(hint)) result = result.replace(pattern, replacement);
  return result;
}
