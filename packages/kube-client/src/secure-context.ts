import { createHash } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Credentials } from './connection.ts';

const known = new Map<string, WeakRef<SecureContext>>();
const forgotten = new FinalizationRegistry<string>((key) => {
  // A new one may have taken its place meanwhile.
  if (known.get(key)?.deref() === undefined) known.delete(key);
});

/**
 * The TLS context of some certificates: one for all connections that use them, for as long as any of them does. Reading certificates and keys costs more than the
 * rest of opening a connection. Undefined where there are none, which means Node's own. Throws what OpenSSL says where they cannot be read.
 */
export function secureContextOf({ ca, cert, key }: Pick<Credentials, 'ca' | 'cert' | 'key'>): SecureContext | undefined {
  if (ca === undefined && cert === undefined && key === undefined) return undefined;
  const id = createHash('sha256').update(JSON.stringify([ca, cert, key])).digest('base64');
  const shared = known.get(id)?.deref();
  if (shared) return shared;
  const context = createSecureContext({ ca, cert, key, minVersion: 'TLSv1.2' });
  known.set(id, new WeakRef(context));
  forgotten.register(context, id);
  return context;
}
