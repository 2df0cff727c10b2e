import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src/', import.meta.url));
const runtimeFiles = globSync('**/*.ts', { cwd: source }).filter((file) => !/\.(schema|test|fixtures)\.ts$/.test(file));

/** Import and export statements that load a `*.schema.ts` file as a value. */
const schemaLoads = (text: string): string[] =>
  [...text.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from '[^']*\.schema\.ts';/gm)].map(([statement]) => statement);

test('schemas are build-time only: nothing that services load imports one', () => {
  const loads = runtimeFiles.flatMap((file) => schemaLoads(readFileSync(`${source}${file}`, 'utf8')).map((statement) => `${file}: ${statement}`));
  expect(runtimeFiles.length).toBeGreaterThan(50);
  expect(loads).toEqual([]);
});

test.each([
  { statement: "import { MachineSchema } from './machine.schema.ts';", loads: 1 },
  { statement: "export { MachineSchema } from './machine.schema.ts';", loads: 1 },
  { statement: "import type { Machine } from './machine.schema.ts';", loads: 0 },
  { statement: "export type { Machine } from './machine.schema.ts';", loads: 0 },
])('the check above sees $statement as $loads', ({ statement, loads }) => {
  expect(schemaLoads(statement)).toHaveLength(loads);
});
