/** Status codes of gRPC that the simulated etcd answers with. */
export const grpcStatus = { ok: 0, unknown: 2, invalidArgument: 3, notFound: 5, failedPrecondition: 9, unimplemented: 12, internal: 13, unavailable: 14 } as const;

/** A call that ends without a message. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Puts the five bytes before a message: uncompressed, and its length. */
export function frameMessage(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, 5);
  return frame;
}

/** Takes the one message out of the body of a unary call. Errors: `GrpcError`. */
export function unframeMessage(body: Buffer): Buffer {
  if (body.length < 5) throw new GrpcError(grpcStatus.internal, 'incomplete message');
  if (body.readUInt8(0) !== 0) throw new GrpcError(grpcStatus.unimplemented, 'compressed messages are not supported');
  const length = body.readUInt32BE(1);
  if (body.length !== 5 + length) throw new GrpcError(grpcStatus.internal, `message of ${body.length - 5} bytes instead of ${length}`);
  return body.subarray(5);
}

/** `grpc-message` is percent-encoded. */
export function encodeGrpcMessage(message: string): string {
  return encodeURIComponent(message).replaceAll('%20', ' ');
}
