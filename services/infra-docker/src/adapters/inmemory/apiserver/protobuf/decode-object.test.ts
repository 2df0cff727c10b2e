import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { refusalOf } from '../../store/store.fixtures.ts';
import { decodeProtobuf } from './decode-object.ts';

type Write = (writer: BinaryWriter) => BinaryWriter;
const message = (write: Write): Uint8Array => write(new BinaryWriter()).finish();
const field = (number: number, write: Write) => (writer: BinaryWriter): BinaryWriter => writer.uint32((number << 3) | 2).bytes(message(write));
const text = (number: number, value: string) => (writer: BinaryWriter): BinaryWriter => writer.uint32((number << 3) | 2).string(value);
const int = (number: number, value: number) => (writer: BinaryWriter): BinaryWriter => writer.uint32(number << 3).int64(value);
const all = (...writes: readonly Write[]): Write => (writer) => writes.reduce((current, write) => write(current), writer);
const entry = (number: number, key: string, value: Write): Write => field(number, all(text(1, key), value));

function envelope(apiVersion: string, kind: string, raw: Write): Buffer {
  return Buffer.concat([Buffer.from('k8s\0'), message(all(field(1, all(text(1, apiVersion), text(2, kind))), field(2, raw)))]);
}

test('a Secret: maps, bytes as base64, omitted zero values, kept optional ones', () => {
  const metadata = field(1, all(text(1, 's'), text(2, ''), text(3, 'kube-system'), field(8, (writer) => writer), entry(11, 'app', text(2, 'x')), text(14, 'a/b'), text(14, 'c/d')));
  const data = entry(2, 'token', (writer) => writer.uint32(18).bytes(Uint8Array.from([0, 255])));
  const decoded = decodeProtobuf(envelope('v1', 'Secret', all(metadata, data, text(3, 'Opaque'), int(5, 0))));
  expect(decoded).toEqual({
    apiVersion: 'v1', kind: 'Secret', type: 'Opaque', immutable: false, data: { token: 'AP8=' },
    metadata: { name: 's', namespace: 'kube-system', labels: { app: 'x' }, finalizers: ['a/b', 'c/d'] },
  });
});

test('a Node: times, quantities, nested lists', () => {
  const time = all(int(1, 1_785_000_000), int(2, 0));
  const status = field(3, all(entry(1, 'cpu', field(2, text(1, '4'))), field(4, all(text(1, 'Ready'), text(2, 'True'), field(4, time)))));
  const decoded = decodeProtobuf(envelope('v1', 'Node', all(field(1, text(1, 'n')), field(2, all(text(3, 'in-memory://n'), int(4, 1))), status)));
  expect(decoded).toMatchObject({
    spec: { providerID: 'in-memory://n', unschedulable: true },
    status: { capacity: { cpu: '4' }, conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-07-25T17:20:00Z' }] },
  });
});

test('int-or-string fields and fields unknown to the table', () => {
  const port = field(2, field(1, all(int(3, 80), field(4, all(int(1, 1), text(3, 'http'))), text(999, 'future'))));
  expect(decodeProtobuf(envelope('v1', 'Service', port))).toMatchObject({ spec: { ports: [{ port: 80, targetPort: 'http' }] } });
});

test('DeleteOptions with preconditions', () => {
  expect(decodeProtobuf(envelope('v1', 'DeleteOptions', all(int(1, 0), field(2, text(1, 'uid-1')), text(4, 'Foreground'))))).toMatchObject({ gracePeriodSeconds: 0, preconditions: { uid: 'uid-1' }, propagationPolicy: 'Foreground' });
});

test.each([
  { name: 'no magic', body: Buffer.from('{}'), want: 'BadRequest' },
  { name: 'empty', body: Buffer.alloc(0), want: 'BadRequest' },
  { name: 'truncated', body: envelope('v1', 'Secret', field(1, text(1, 'some name'))).subarray(0, 20), want: 'BadRequest' },
  { name: 'a kind outside the table', body: envelope('v1', 'Pod', (writer) => writer), want: 'UnsupportedMediaType' },
  { name: 'a kind named like an object property', body: envelope('v1', 'constructor', (writer) => writer), want: 'UnsupportedMediaType' },
])('refuses $name → $want', ({ body, want }) => {
  expect(refusalOf(() => decodeProtobuf(body))).toBe(want);
});
