import { FlagError } from './flags.ts';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port` or `:port` (all interfaces); undefined for port 0 or the empty string, which switch a server off. */
export function parseListenAddress(flag: string, text: string): ListenAddress | undefined {
  if (text === '' || text === '0') return undefined;
  const match = /^(.*):(\d+)$/.exec(text);
  if (!match) throw new FlagError(`flag --${flag}: ${JSON.stringify(text)} is no address, write it like :8443 or 127.0.0.1:8443`);
  const port = Number(match[2]);
  if (port > 65535) throw new FlagError(`flag --${flag}: port ${port} is above 65535`);
  const host = (match[1] ?? '').replace(/^\[|\]$/g, '');
  return port === 0 ? undefined : { host: host || '::', port };
}
