import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { ApiError } from '@clusterwright/kube-client/errors';
import { badRequest, unsupportedMediaType } from '../../store/api-errors.ts';
import { setJsonKey, type JsonObject } from '../../store/json-values.ts';
import { messageFields } from './message-fields.ts';

/** Kubernetes puts these four bytes before its protobuf envelope. */
const magic = Buffer.from('k8s\0');

interface Field {
  readonly name: string;
  readonly type: string;
  readonly shape: 'one' | 'list' | 'map';
  readonly keepsZero: boolean;
}

type Message = ReadonlyMap<number, Field>;

const messages: ReadonlyMap<string, Message> = new Map(Object.entries(messageFields).map(([name, text]) => [name, new Map(text.split(', ').map(parseField))]));

/** Decodes an object that was sent as `application/vnd.kubernetes.protobuf`. Errors: BadRequest; UnsupportedMediaType for kinds outside the table. */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, magic.length).equals(magic)) throw badRequest('provided data does not appear to be a protobuf message, expected prefix k8s\\0');
  try {
    const { apiVersion, kind, raw } = decodeEnvelope(body.subarray(magic.length));
    const message = messages.get(kind);
    if (!message) throw unsupportedMediaType(['application/json', 'application/yaml']);
    return { kind, apiVersion, ...decodeMessage(new BinaryReader(raw), message) };
  } catch (error) {
    if (ApiError.is(error)) throw error;
    // Whatever else the reader throws is about the bytes it was given.
    throw badRequest('the protobuf body is malformed');
  }
}

interface Envelope {
  readonly apiVersion: string;
  readonly kind: string;
  readonly raw: Uint8Array;
}

/** runtime.Unknown: type (1), raw object (2), content encoding (3), content type (4). */
function decodeEnvelope(bytes: Uint8Array): Envelope {
  let type = { apiVersion: '', kind: '' };
  let raw: Uint8Array = new Uint8Array();
  forEachField(new BinaryReader(bytes), (number, reader) => {
    if (number === 1) type = decodeTypeMeta(reader.bytes());
    else if (number === 2) raw = reader.bytes();
    else return false;
    return true;
  });
  return { ...type, raw };
}

function decodeTypeMeta(bytes: Uint8Array): { apiVersion: string; kind: string } {
  const type = { apiVersion: '', kind: '' };
  forEachField(new BinaryReader(bytes), (number, reader) => {
    if (number === 1) type.apiVersion = reader.string();
    else if (number === 2) type.kind = reader.string();
    else return false;
    return true;
  });
  return type;
}

/** Calls `take` for every field; what it does not take is skipped. */
function forEachField(reader: BinaryReader, take: (number: number, reader: BinaryReader, wireType: WireType) => boolean): void {
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (!take(number, reader, wireType)) reader.skip(wireType, number);
  }
}

function parseField(text: string): [number, Field] {
  const [number = '', name = '', declared = ''] = text.split(' ');
  const keepsZero = declared.endsWith('!');
  const bare = keepsZero ? declared.slice(0, -1) : declared;
  const [shape, type] = bare.includes(':') ? bare.split(':') : ['one', bare];
  return [Number(number), { name, keepsZero, type: type ?? '', shape: shape as Field['shape'] }];
}

function decodeMessage(reader: BinaryReader, message: Message): JsonObject {
  const object: JsonObject = {};
  forEachField(reader, (number, _reader, wireType) => {
    const field = message.get(number);
    if (!field || wireType !== wireTypeOf(field)) return false;
    addValue(object, field, reader);
    return true;
  });
  return object;
}

function wireTypeOf({ shape, type }: Field): WireType {
  return shape !== 'map' && (type === 'int' || type === 'bool') ? WireType.Varint : WireType.LengthDelimited;
}

function addValue(object: JsonObject, field: Field, reader: BinaryReader): void {
  const { name, shape, type, keepsZero } = field;
  if (shape === 'map') return addEntry(object, field, new BinaryReader(reader.bytes()));
  const value = decodeValue(type, reader);
  if (shape === 'list') ((object[name] ??= []) as unknown[]).push(value);
  else if (keepsZero || !isZero(value)) object[name] = value;
}

function addEntry(object: JsonObject, { name, type }: Field, entry: BinaryReader): void {
  const map = (object[name] ??= {}) as JsonObject;
  let key = '';
  let value: unknown = type === 'string' || type === 'bytes' ? '' : undefined;
  forEachField(entry, (number, reader) => {
    if (number === 1) key = reader.string();
    else if (number === 2) value = decodeValue(type, reader);
    else return false;
    return true;
  });
  setJsonKey(map, key, value);
}

function isZero(value: unknown): boolean {
  return value === undefined || value === '' || value === 0 || value === false;
}

function decodeValue(type: string, reader: BinaryReader): unknown {
  switch (type) {
    case 'string':
      return reader.string();
    case 'bool':
      return reader.bool();
    case 'int':
      return Number(reader.int64());
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64');
    default:
      return decodeNested(type, reader.bytes());
  }
}

function decodeNested(type: string, bytes: Uint8Array): unknown {
  const reader = new BinaryReader(bytes);
  return specialForms.get(type)?.(reader) ?? decodePlain(type, reader);
}

function decodePlain(type: string, reader: BinaryReader): unknown {
  const message = messages.get(type);
  return message && decodeMessage(reader, message);
}

/** Messages whose JSON is no object of their fields. */
const specialForms: ReadonlyMap<string, (reader: BinaryReader) => unknown> = new Map<string, (reader: BinaryReader) => unknown>([
  ['Time', (reader) => decodeTime(reader, 0)],
  ['MicroTime', (reader) => decodeTime(reader, 6)],
  ['Quantity', (reader) => scalars(reader)[1] ?? '0'],
  ['IntOrString', decodeIntOrString],
  ['Raw', decodeRaw],
]);

function decodeIntOrString(reader: BinaryReader): string | number {
  const { 1: isString, 2: number = 0, 3: text = '' } = scalars(reader);
  return isString === 1 ? text : number;
}

/** JSON inside a message. */
function decodeRaw(reader: BinaryReader): unknown {
  const raw = scalars(reader)[1];
  return typeof raw === 'string' && raw !== '' ? JSON.parse(raw) : {};
}

/** RFC 3339 with as many digits of a second; undefined for Go's zero time. */
function decodeTime(reader: BinaryReader, digits: 0 | 6): string | undefined {
  const { 1: seconds = 0, 2: nanos = 0 } = scalars(reader);
  if (seconds === 0 && nanos === 0) return undefined;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const fraction = digits === 0 ? '' : `.${String(Math.floor(Number(nanos) / 1000)).padStart(6, '0')}`;
  return `${whole}${fraction}Z`;
}

/** The fields of a small message by number: varints as numbers, everything else as text. */
function scalars(reader: BinaryReader): Record<number, string | number> {
  const values: Record<number, string | number> = {};
  forEachField(reader, (number, _reader, wireType) => {
    if (wireType === WireType.Varint) values[number] = Number(reader.int64());
    else if (wireType === WireType.LengthDelimited) values[number] = reader.string();
    else return false;
    return true;
  });
  return values;
}
