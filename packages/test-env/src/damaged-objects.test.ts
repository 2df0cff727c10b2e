import { damagedObjects } from './damaged-objects.ts';

const object = { kind: 'Machine', metadata: { name: 'm' }, spec: { list: [{ a: 1 }] } };

test('each part is removed and replaced, and what identifies the object is not', () => {
  const names = damagedObjects(object).map(({ name }) => name);
  const removed = names.filter((name) => name.endsWith('removed'));
  expect(removed).toEqual(['spec removed', 'spec.list removed', 'spec.list[0] removed', 'spec.list[0].a removed']);
  expect(names).toContain('spec.list[0].a = "text"');
});

test('the rest stays, and the original is not touched', () => {
  const before = structuredClone(object);
  const damaged = damagedObjects(object).find(({ name }) => name === 'spec.list[0].a = true');
  expect(damaged?.object).toEqual({ ...object, spec: { list: [{ a: true }] } });
  expect(object).toEqual(before);
});
