import { createHash, timingSafeEqual } from 'node:crypto';
import { isJsonObject } from '../store/json-values.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { secretResource } from '../store/resources.ts';

/** True where an `Authorization` header carries a bootstrap token that the cluster holds and that has not expired. */
export function isKnownBootstrapToken(store: ObjectStore, authorization: string | undefined, now: Date): boolean {
  const [, id, given] = /^Bearer ([a-z0-9]{6})\.([a-z0-9]{16})$/i.exec(authorization ?? '') ?? [];
  if (id === undefined || given === undefined) return false;
  const secret = store.get(secretResource, { namespace: 'kube-system', name: `bootstrap-token-${id}` });
  if (secret?.['type'] !== 'bootstrap.kubernetes.io/token') return false;
  const data = isJsonObject(secret['data']) ? secret['data'] : {};
  const read = (key: string): string => Buffer.from(String(data[key] ?? ''), 'base64').toString('utf8');
  const expiration = read('expiration');
  const alive = expiration === '' || Date.parse(expiration) > now.getTime();
  return alive && read('token-id') === id && sameText(read('token-secret'), given);
}

/** Compares without telling by its duration where the texts differ. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
