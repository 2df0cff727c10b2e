import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, createWebSocketStream } from 'ws';
import { badRequest } from '../store/api-errors.ts';
import { parsePort, type FindListener } from './pod-ports.ts';
import { serveSpdyPortForward } from './spdy-port-forward.ts';
import { serveWebSocketChannels } from './websocket-channels.ts';
import type { SimulationClock } from '../clock.ts';

const spdyProtocol = 'SPDY/3.1';
const streamProtocol = 'portforward.k8s.io';
const tunnelProtocol = `${spdyProtocol}+${streamProtocol}`;
const channelProtocols = ['v4.channel.k8s.io', 'v5.channel.k8s.io'];
const messageLimitBytes = 4 * 1024 * 1024;

const webSocketOptions = { noServer: true, clientTracking: false, maxPayload: messageLimitBytes, perMessageDeflate: false } as const;

const channelServer = new WebSocketServer({
  ...webSocketOptions,
  handleProtocols: (offered) => channelProtocols.find((protocol) => offered.has(protocol)) ?? false,
});

/** The name of the tunnel protocol is no token, so ws would refuse it: its header is taken out of the request, and put into the answer. */
const tunnelServer = new WebSocketServer(webSocketOptions).on('headers', (headers) => void headers.push(`Sec-WebSocket-Protocol: ${tunnelProtocol}`));

export interface PortForwardUpgrade {
  readonly request: IncomingMessage;
  readonly query: URLSearchParams;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly clock: SimulationClock;
  readonly findListener: FindListener;
}

/**
 * Takes over a connection for port-forward in any of the three dialects: WebSocket channels, SPDY tunnelled in WebSocket, plain SPDY.
 *
 * Errors: BadRequest where the client asks for something else; the connection is untouched then.
 */
export function upgradeToPortForward(upgrade: PortForwardUpgrade): void {
  const { request } = upgrade;
  const wanted = (request.headers.upgrade ?? '').toLowerCase();
  if (wanted === 'websocket') return upgradeWebSocket(upgrade);
  if (wanted === spdyProtocol.toLowerCase()) return upgradeSpdy(upgrade);
  throw badRequest('unable to upgrade: expected SPDY/3.1 or websocket');
}

function upgradeWebSocket(upgrade: PortForwardUpgrade): void {
  const { request, query, socket, head, findListener } = upgrade;
  if (listOf(request.headers['sec-websocket-protocol']).includes(tunnelProtocol)) return upgradeTunnel(upgrade);
  const ports = query.getAll('ports').flatMap((text) => text.split(',')).map(portOf);
  if (ports.length === 0) throw badRequest('query parameter "ports" is required');
  channelServer.handleUpgrade(request, socket, head, (webSocket) => serveWebSocketChannels(webSocket, ports, findListener));
}

function upgradeTunnel({ request, socket, head, clock, findListener }: PortForwardUpgrade): void {
  delete request.headers['sec-websocket-protocol'];
  tunnelServer.handleUpgrade(request, socket, head, (webSocket) => serveSpdyPortForward(createWebSocketStream(webSocket), { clock, findListener }));
}

function portOf(text: string): number {
  const port = parsePort(text);
  if (port === undefined) throw badRequest(`invalid port ${JSON.stringify(text)}`);
  return port;
}

function upgradeSpdy({ request, socket, head, clock, findListener }: PortForwardUpgrade): void {
  const offered = listOf(request.headers['x-stream-protocol-version']);
  if (offered.length > 0 && !offered.includes(streamProtocol)) throw badRequest(`unable to upgrade: only ${streamProtocol} is supported`);
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${spdyProtocol}\r\nX-Stream-Protocol-Version: ${streamProtocol}\r\n\r\n`);
  if (head.length > 0) socket.unshift(head);
  serveSpdyPortForward(socket, { clock, findListener });
}

function listOf(header: string | readonly string[] | undefined): string[] {
  return [header ?? []].flat().flatMap((text) => text.split(',')).map((text) => text.trim()).filter(Boolean);
}
