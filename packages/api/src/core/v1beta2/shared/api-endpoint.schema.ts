import { int32, object, optional, string, type Static } from '../../../schema/schema.ts';

/** APIEndpoint is to be described. */
export const APIEndpointSchema = object({
  host: optional(string({ minLength: 1, maxLength: 512, description: 'host is to be described.' })),
  port: optional(int32({ minimum: 1, maximum: 65535, description: 'port is to be described.' })),
}, { minProperties: 1 });

export interface APIEndpoint extends Static<typeof APIEndpointSchema> {}
