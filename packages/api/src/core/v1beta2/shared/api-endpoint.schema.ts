import { int32, object, optional, string, type Static } from '../../../schema/schema.ts';

/** An address of an API server. */
export const APIEndpointSchema = object(
  {
    host: optional(string({ minLength: 1, maxLength: 512, description: 'host is the DNS name or IP address.' })),
    port: optional(int32({ minimum: 1, maximum: 65535, description: 'port is the TCP port.' })),
  },
  { minProperties: 1 },
);

export interface APIEndpoint extends Static<typeof APIEndpointSchema> {}
