import type { KubeObject, ManagedFieldsEntry, Resource } from '@clusterwright/api';
import { fakeClient } from '@clusterwright/test-env/client.fake';
import { prepareApply, repairedManagedFields } from './prepare-apply.ts';

const now = new Date('2026-11-21T12:00:00.500Z');
const entry = (manager: string, operation = 'Apply'): ManagedFieldsEntry => ({ manager, operation, apiVersion: 'a/v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': {} } });
const object = (...managedFields: ManagedFieldsEntry[]): KubeObject => ({ apiVersion: 'a/v1', kind: 'Thing', metadata: { name: 't', namespace: 'ns', managedFields } });
const seed = { ...entry('own'), time: '2026-11-21T12:00:00Z', fieldsV1: { 'f:metadata': { 'f:name': {} } } };
const guessed = entry('before-first-apply', 'Update');

describe('repairedManagedFields', () => {
  const cases = [
    { name: 'owners known', why: 'nothing to guess', object: object(entry('kubectl', 'Update')), want: undefined },
    { name: 'nothing known', why: 'a seed keeps the API server from guessing', object: object(), want: [seed] },
    { name: 'guessed', why: 'the guess goes', object: object(guessed), want: [seed] },
    { name: 'guessed, and others', why: 'they stay', object: object(guessed, entry('kubectl')), want: [entry('kubectl'), seed] },
    { name: 'guessed, and own', why: 'no seed needed', object: object(guessed, entry('own')), want: [entry('own')] },
  ];
  test.each(cases)('$name ($why)', ({ object: given, want }) => {
    expect(repairedManagedFields(given, 'own', now)).toEqual(want);
  });
});

const Things: Resource = { group: 'a', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };

test('prepareApply reads nothing once the manager has applied, and writes nothing where owners are known', async () => {
  const client = fakeClient([object(entry('kubectl', 'Update'))]);
  await prepareApply({ client, resource: Things, object: object(entry('own')), manager: 'own', now });
  expect(client.calls).toEqual([]);
  await prepareApply({ client, resource: Things, object: object(), manager: 'own', now });
  expect(client.calls.map(({ verb }) => verb)).toEqual(['get']);
});

test('prepareApply repairs the object as it is on the server', async () => {
  const client = fakeClient([object(guessed, entry('kubectl'))]);
  await prepareApply({ client, resource: Things, object: object(), manager: 'own', now });
  expect(client.objects(Things)[0]?.metadata.managedFields).toEqual([entry('kubectl'), seed]);
});
