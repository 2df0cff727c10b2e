import { existsSync, readFileSync } from 'node:fs';
import type { KubeObject } from '../src/resource.ts';
import type { CrdHead } from '../src/schema/crd-head.ts';
import { described, int32, kubeObject, object, optional } from '../src/schema/schema.ts';
import { conditionList } from '../src/schema/status.schema.ts';
import { buildCrd } from './crd.ts';
import { crdFile, crdYaml } from './generate-crds.ts';
import { kinds, type KindDefinition } from './kinds.ts';

const replicas = int32({ description: 'replicas is a number.' });
const WidgetSchema = kubeObject(
  {
    spec: described(object({ replicas: optional(replicas) }), 'spec is what is asked for.'),
    status: optional(
      described(object({ conditions: optional(conditionList('conditions report the state.')), replicas: optional(replicas) }), 'status is what was seen.'),
    ),
  },
  { description: 'Widget is a thing.' },
);

const aWidget = (head: Partial<CrdHead> = {}): KindDefinition => ({
  service: 'core',
  schema: WidgetSchema,
  head: {
    resource: { group: 'example.org', version: 'v1', kind: 'Widget', plural: 'widgets', namespaced: true },
    shortNames: ['wd'],
    status: true,
    columns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
    ...head,
  } satisfies CrdHead<KubeObject>,
});

test('names, scope, columns and subresources come from the head', () => {
  const scale = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' };
  const { metadata, spec } = buildCrd(aWidget({ scale }));
  expect(metadata.name).toBe('widgets.example.org');
  expect(spec).toMatchObject({
    group: 'example.org',
    scope: 'Namespaced',
    names: { kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget', shortNames: ['wd'], categories: ['cluster-api'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {}, scale },
        additionalPrinterColumns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
      },
    ],
  });
});

test('a kind whose status is written with its spec has no subresources', () => {
  expect(buildCrd(aWidget({ status: false })).spec.versions[0]).not.toHaveProperty('subresources');
});

test('a scale path that leads nowhere is refused', () => {
  const scale = { specReplicasPath: '.spec.size', statusReplicasPath: '.status.replicas' };
  expect(() => buildCrd(aWidget({ scale }))).toThrow('scale.specReplicasPath points to .spec.size, which does not exist');
});

test('a status subresource without a status is refused', () => {
  const schema = kubeObject({ spec: described(object({}), 'spec is empty.') }, { description: 'Widget is a thing.' });
  expect(() => buildCrd({ ...aWidget(), schema })).toThrow('has a status subresource, but no status');
});

test('problems of the schema are reported together, with the kind', () => {
  const schema = kubeObject({ spec: object({}), status: object({}) }, { description: 'Widget is a thing.' });
  expect(() => buildCrd({ ...aWidget(), schema })).toThrow(/^Widget:\n {2}\.spec has no description\n {2}\.status has no description/);
});

test.each(kinds.map((kind) => ({ name: kind.head.resource.kind, kind })))('the CRD of $name is generated and current', ({ kind }) => {
  const file = new URL(`../../../${crdFile(kind)}`, import.meta.url);
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe(crdYaml(kind));
});

test('no two kinds share a name, a short name or a file', () => {
  const names = kinds.flatMap(({ head }) => [`${head.resource.plural}.${head.resource.group}`, ...head.shortNames]);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(kinds.map(crdFile)).size).toBe(kinds.length);
});
