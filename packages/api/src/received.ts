import type { KubeObject } from './resource.ts';

/** The same structure with everything optional; maps and lists stay as they are. */
export type ReceivedPart<T> = T extends readonly unknown[] ? T : T extends object ? (string extends keyof T ? T : { [K in keyof T]?: ReceivedPart<T[K]> }) : T;

/**
 * An object as defaulting gets it: the API server checks the schema afterwards, so whatever the schema requires may still be missing.
 *
 * Defaulting leaves it missing, and then the schema says so. A value may even be of another JSON type than declared: defaulting then only must not throw,
 * its result is thrown away (`reviewDefaults`).
 */
export type Received<T extends KubeObject> = Pick<T, keyof KubeObject> & { [K in Exclude<keyof T, keyof KubeObject>]?: ReceivedPart<T[K]> };
