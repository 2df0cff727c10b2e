import { readFileSync } from 'node:fs';
import { conditionReference, declaredConditions } from './condition-reference.ts';

/** Upstream's constants, and what a real run of it reported: subject → condition type → reasons. */
const upstream = JSON.parse(readFileSync(new URL('conditions.golden.json', import.meta.url), 'utf8')) as Record<string, Record<string, string[]>>;

const cases = Object.entries(upstream).flatMap(([subject, types]) => Object.entries(types).map(([type, reasons]) => ({ subject, type, reasons })));

test.each(cases)('$subject declares condition $type with every reason that upstream has', async ({ subject, type, reasons }) => {
  const declared = (await declaredConditions()).find((candidate) => candidate.subject === subject);
  expect(declared?.conditions[type]).toEqual(expect.arrayContaining(reasons));
});

test('every declared condition has a doc line that begins with its type', async () => {
  const undocumented = (await declaredConditions()).flatMap(({ subject, conditions, docs }) =>
    Object.keys(conditions)
      .filter((type) => !docs.get(type)?.startsWith(`${type} `))
      .map((type) => `${subject} ${type}`),
  );
  expect(undocumented).toEqual([]);
});

test('no condition lists a reason twice', async () => {
  const repeated = (await declaredConditions()).flatMap(({ subject, conditions }) =>
    Object.entries(conditions)
      .filter(([, reasons]) => new Set(reasons).size < reasons.length)
      .map(([type]) => `${subject} ${type}`),
  );
  expect(repeated).toEqual([]);
});

test('the page has a section per subject and a row per condition', () => {
  const page = conditionReference([
    { subject: 'Machine', title: 'Conditions of a Machine', conditions: { Ready: ['Ready', 'NotReady'] }, docs: new Map([['Ready', 'Ready is good.']]) },
  ]);
  expect(page).toContain('## Conditions of a Machine');
  expect(page).toContain('| `Ready` | Ready is good. | `Ready` `NotReady` |');
});
