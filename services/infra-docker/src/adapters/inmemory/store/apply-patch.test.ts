import { applyPatch, type PatchKind } from './apply-patch.ts';
import { deepFreeze, type JsonObject } from './json-values.ts';
import { refusalOf } from './store.fixtures.ts';

interface PatchCase {
  readonly name: string;
  readonly why: string;
  readonly kind: PatchKind;
  readonly current: JsonObject;
  readonly body: unknown;
  readonly want: JsonObject;
}

const cases: readonly PatchCase[] = [
  { name: 'merge: nested, null deletes', why: 'RFC 7386', kind: 'merge', current: { a: { b: 1, c: 2 }, l: [1, 2] }, body: { a: { b: null, d: 3 }, l: [3] }, want: { a: { c: 2, d: 3 }, l: [3] } },
  { name: 'merge: object over scalar', why: 'RFC 7386', kind: 'merge', current: { a: 1 }, body: { a: { b: null, c: 1 } }, want: { a: { c: 1 } } },
  { name: 'json: add, replace, remove, test', why: 'RFC 6902', kind: 'json', current: { a: [1, 3], 'x/y': 1 }, body: [{ op: 'add', path: '/a/1', value: 2 }, { op: 'add', path: '/a/-', value: 4 }, { op: 'test', path: '/a/0', value: 1 }, { op: 'replace', path: '/x~1y', value: 2 }, { op: 'remove', path: '/a/0' }], want: { a: [2, 3, 4], 'x/y': 2 } },
  { name: 'json: move and copy', why: 'RFC 6902', kind: 'json', current: { a: { b: 1 } }, body: [{ op: 'copy', from: '/a', path: '/c' }, { op: 'move', from: '/a/b', path: '/d' }], want: { a: {}, c: { b: 1 }, d: 1 } },
  { name: 'strategic: conditions by type', why: 'a patch of one condition keeps the others', kind: 'strategic', current: { status: { conditions: [{ type: 'A', status: 'False', reason: 'r' }, { type: 'B', status: 'True' }] } }, body: { status: { conditions: [{ type: 'A', status: 'True' }, { type: 'C', status: 'True' }] } }, want: { status: { conditions: [{ type: 'A', status: 'True', reason: 'r' }, { type: 'B', status: 'True' }, { type: 'C', status: 'True' }] } } },
  { name: 'strategic: taints as a whole', why: 'Node taints are atomic', kind: 'strategic', current: { spec: { taints: [{ key: 'a' }] } }, body: { spec: { taints: [{ key: 'b' }] } }, want: { spec: { taints: [{ key: 'b' }] } } },
  { name: 'strategic: $patch delete of an item', why: 'how clients remove list items', kind: 'strategic', current: { spec: { containers: [{ name: 'a' }, { name: 'b' }] } }, body: { spec: { containers: [{ name: 'a', $patch: 'delete' }] } }, want: { spec: { containers: [{ name: 'b' }] } } },
  { name: 'strategic: $patch replace of a list', why: 'how clients set a whole list', kind: 'strategic', current: { spec: { containers: [{ name: 'a' }] } }, body: { spec: { containers: [{ $patch: 'replace' }, { name: 'z' }] } }, want: { spec: { containers: [{ name: 'z' }] } } },
  { name: 'strategic: $patch replace of an object', why: 'how clients set a whole map', kind: 'strategic', current: { data: { a: '1' } }, body: { data: { $patch: 'replace', b: '2' } }, want: { data: { b: '2' } } },
  { name: 'strategic: finalizers are a set', why: 'two controllers add theirs', kind: 'strategic', current: { metadata: { finalizers: ['a'] } }, body: { metadata: { finalizers: ['b', 'a'] } }, want: { metadata: { finalizers: ['a', 'b'] } } },
  { name: 'strategic: $deleteFromPrimitiveList', why: 'how clients take out a finalizer', kind: 'strategic', current: { metadata: { finalizers: ['a', 'b'] } }, body: { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } }, want: { metadata: { finalizers: ['b'] } } },
  { name: 'strategic: $setElementOrder', why: 'kubectl apply sends the order beside the change', kind: 'strategic', current: { spec: { containers: [{ name: 'a' }, { name: 'b' }] } }, body: { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }], containers: [{ name: 'a', image: 'i' }] } }, want: { spec: { containers: [{ name: 'b' }, { name: 'a', image: 'i' }] } } },
  { name: 'strategic: $retainKeys', why: 'unions such as a deployment strategy', kind: 'strategic', current: { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: {} } } }, body: { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }, want: { spec: { strategy: { type: 'Recreate' } } } },
  { name: 'strategic: container ports by containerPort', why: 'ports have another key in a Service', kind: 'strategic', current: { spec: { containers: [{ name: 'a', ports: [{ containerPort: 1, name: 'x' }] }] } }, body: { spec: { containers: [{ name: 'a', ports: [{ containerPort: 1, protocol: 'UDP' }] }] } }, want: { spec: { containers: [{ name: 'a', ports: [{ containerPort: 1, name: 'x', protocol: 'UDP' }] }] } } },
  { name: 'strategic: service ports by port', why: 'and here by port', kind: 'strategic', current: { spec: { ports: [{ port: 80, name: 'x' }] } }, body: { spec: { ports: [{ port: 80, targetPort: 8080 }, { port: 81 }] } }, want: { spec: { ports: [{ port: 80, name: 'x', targetPort: 8080 }, { port: 81 }] } } },
  { name: 'strategic: null deletes a key', why: 'as in a merge patch', kind: 'strategic', current: { metadata: { labels: { a: '1', b: '2' } } }, body: { metadata: { labels: { a: null } } }, want: { metadata: { labels: { b: '2' } } } },
  { name: 'apply: sets and keeps', why: 'server-side apply without ownership', kind: 'apply', current: { metadata: { labels: { a: '1' } } }, body: { metadata: { labels: { b: '2' } } }, want: { metadata: { labels: { a: '1', b: '2' } } } },
];
test.each(cases)('$name ($why)', ({ kind, current, body, want }) => {
  // Frozen inputs show that nothing of the stored object is changed in place.
  expect(applyPatch(kind, deepFreeze(current), body)).toEqual(want);
});

const refusals: readonly { name: string; kind: PatchKind; body: unknown; want: string }[] = [
  { name: 'json patch that is no list', kind: 'json', body: { a: 1 }, want: 'BadRequest' },
  { name: 'unknown operation', kind: 'json', body: [{ op: 'frob', path: '/a' }], want: 'BadRequest' },
  { name: 'path that is not there', kind: 'json', body: [{ op: 'remove', path: '/nope' }], want: 'Invalid' },
  { name: 'index past the end', kind: 'json', body: [{ op: 'replace', path: '/list/7', value: 1 }], want: 'Invalid' },
  { name: 'failing test', kind: 'json', body: [{ op: 'test', path: '/a', value: 2 }], want: 'Invalid' },
  { name: 'a document that is no object any more', kind: 'json', body: [{ op: 'replace', path: '', value: 1 }], want: 'BadRequest' },
  { name: 'a prototype as path', kind: 'json', body: [{ op: 'add', path: '/__proto__/polluted', value: 1 }], want: 'Invalid' },
  { name: 'list item without its merge key', kind: 'strategic', body: { conditions: [{ status: 'True' }] }, want: 'BadRequest' },
  { name: 'unknown directive', kind: 'strategic', body: { m: { $patch: 'frob' } }, want: 'BadRequest' },
  { name: 'merge patch that is no object', kind: 'merge', body: [1], want: 'BadRequest' },
];
test.each(refusals)('refuses: $name → $want', ({ kind, body, want }) => {
  expect(refusalOf(() => applyPatch(kind, { a: 1, list: [1] }, body))).toBe(want);
});

test('a key named __proto__ is data', () => {
  const patched = applyPatch('merge', {}, JSON.parse('{"__proto__": {"polluted": true}}'));
  expect(Object.keys(patched)).toEqual(['__proto__']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
