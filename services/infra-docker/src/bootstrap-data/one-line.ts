import { toError } from '@clusterwright/api/errors';

const longest = 160;

/** Parsers show the lines around a mistake after the first line of their message; those may hold secrets. */
export function firstLine(error: unknown): string {
  return toError(error).message.split('\n', 1)[0] ?? '';
}

/** A command as one line of bounded length, with tokens of kubeadm hidden. */
export function oneLine(text: string): string {
  const line = withoutSecrets(text.trim().replace(/\s*\n\s*/g, '; '));
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Hides bootstrap tokens and certificate keys, the secrets that kubeadm itself prints and takes as arguments. */
export function withoutSecrets(text: string): string {
  return text.replace(/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g, '<token>').replace(/(certificate-key[ =:"]+)[0-9a-f]{64}/gi, '$1<key>');
}
