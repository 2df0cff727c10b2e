export type * from './client.ts';
export type * from './connection.ts';
export { createKubeClient } from './create-client.ts';
export * from './errors.ts';
