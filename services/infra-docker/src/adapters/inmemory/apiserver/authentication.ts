import { createHash, timingSafeEqual } from 'node:crypto';
import { isJsonObject, jsonText } from '../store/json-values.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { secretResource } from '../store/resources.ts';
import type { StoredObject } from '../store/stored-object.ts';

/** True where an `Authorization` header carries a bootstrap token that the cluster holds and that has not expired. */
export function isKnownBootstrapToken(store: ObjectStore, authorization: string | undefined, now: Date): boolean {
  const token = /^Bearer ([a-z0-9]{6})\.([a-z0-9]{16})$/i.exec(authorization ?? '');
  if (!token) return false;
  const [, id = '', given = ''] = token;
  const secret = store.get(secretResource, { namespace: 'kube-system', name: `bootstrap-token-${id}` });
  return secret?.['type'] === 'bootstrap.kubernetes.io/token' && holdsToken(secret, { id, given, now });
}

function holdsToken(secret: StoredObject, { id, given, now }: { id: string; given: string; now: Date }): boolean {
  const read = secretReader(secret);
  const expiration = read('expiration');
  const alive = expiration === '' || Date.parse(expiration) > now.getTime();
  return alive && read('token-id') === id && sameText(read('token-secret'), given);
}

/** Reads the values of a Secret; a missing one is the empty string. */
function secretReader({ data }: StoredObject): (key: string) => string {
  return (key) => Buffer.from((isJsonObject(data) && jsonText(data[key])) || '', 'base64').toString('utf8');
}

/** Compares without telling by its duration where the texts differ. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
