import type { Duplex } from 'node:stream';

/** Serves one connection that a client forwarded to a port of a Pod. */
export type ServeConnection = (connection: Duplex) => void;

/** Finds what listens on a port of a Pod. Errors: `PortClosedError`. */
export type FindListener = (port: number) => ServeConnection;

/** Nothing listens on the port; the message goes to the client's error stream. */
export class PortClosedError extends Error {
  override readonly name = 'PortClosedError';
}

/** The port in a query or header; undefined where it is none. */
export function parsePort(text: string | null | undefined): number | undefined {
  const port = /^\d{1,5}$/.test(text ?? '') ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}
