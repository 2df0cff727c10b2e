import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { errorCode, toError } from '@clusterwright/api/errors';
import { handlerAddress } from '../extension-address.ts';
import { ExtensionCallError } from '../runtime-extension-error.ts';
import type { HookAnswer, HookCall, HookCallOptions, HookTransport } from '../transport.ts';
import type { ClientCertificate } from './client-certificate.ts';

/** No legitimate answer is larger; a larger one would only fill the memory. */
const maxBodyBytes = 20 * 1024 * 1024;
const maxShownCharacters = 512;
const idleSocketMs = 30_000;
const brokenConnection: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

export interface HttpsTransportOptions {
  /** What we show extensions that ask who we are; read again for every call, so that a renewed one is used at once. */
  readonly certificate?: (() => ClientCertificate | undefined) | undefined;
}

/**
 * JSON over HTTPS, as upstream's extensions speak it (spec RT-01, RT-02). Connections are kept for a while; each combination of host, authority and certificate has its own.
 */
export function httpsTransport({ certificate }: HttpsTransportOptions = {}): HookTransport {
  const agent = new Agent({ keepAlive: true, timeout: idleSocketMs });
  return {
    async call(call, options) {
      const deadline = AbortSignal.timeout(options.timeoutMs);
      const signal = AbortSignal.any([options.signal, deadline]);
      try {
        return await send({ call, options, agent, signal, certificate: certificate?.() });
      } catch (error) {
        if (ExtensionCallError.is(error)) throw error;
        throw new ExtensionCallError(deadline.aborted ? 'http request timeout expired' : reasonOf(error), { cause: error });
      }
    },
  };
}

interface Sending {
  readonly call: HookCall;
  readonly options: HookCallOptions;
  readonly agent: Agent;
  readonly signal: AbortSignal;
  readonly certificate: ClientCertificate | undefined;
}

async function send(sending: Sending): Promise<HookAnswer> {
  const { url } = handlerAddress(sending.call.endpoint, sending.call.hook, sending.call.handler);
  url.searchParams.append('timeout', `${String(sending.options.timeoutMs / 1000)}s`);
  const response = await exchange(url, sending);
  const text = await readBody(response, sending.signal);
  const code = String(response.statusCode);
  // A redirect is an answer like any other that is not 200: an extension must not send us elsewhere.
  if (code !== '200') throw new ExtensionCallError(`got response with status code ${code} != 200: response : ${JSON.stringify(shortened(text))}`, { answer: code });
  return { code, body: parse(text, code) };
}

function exchange(url: URL, sending: Sending, isRetry = false): Promise<IncomingMessage> {
  const { call, agent, signal, certificate } = sending;
  const { caBundle } = call.endpoint;
  const ca = caBundle ? Buffer.from(caBundle, 'base64').toString() : undefined;
  const body = JSON.stringify(call.request);
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(url, { method: 'POST', agent, signal, headers, ca, ...certificate, minVersion: 'TLSv1.2' }, resolve);
    sent.on('error', (error) => {
      // The extension closed a connection that was kept, at the moment at which it was used again. Hooks may be called twice.
      if (sent.reusedSocket && brokenConnection.has(errorCode(error)) && !isRetry && !signal.aborted) exchange(url, sending, true).then(resolve, reject);
      else reject(error);
    });
    sent.end(body);
  });
}

async function readBody(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Bodies of our own sockets come as buffers.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      response.destroy();
      throw new ExtensionCallError(`got response with status code ${String(response.statusCode)}: its body is larger than ${String(maxBodyBytes)} bytes`, { answer: String(response.statusCode) });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string, code: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ExtensionCallError(`failed to decode response: ${toError(error).message}`, { cause: error, answer: code });
  }
}

function shortened(text: string): string {
  return text.length > maxShownCharacters ? `${text.slice(0, maxShownCharacters)}...` : text;
}

/** Errors of several addresses tried at once have no message of their own. */
function reasonOf(thrown: unknown): string {
  const error = toError(thrown);
  return error.message || errorCode(thrown) || error.name;
}
