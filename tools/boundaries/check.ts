/** Checks the architecture's rules on every source file: `node tools/boundaries/check.ts`. Exceptions are lines with a reason in tools/boundaries/allow.txt. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkFile, findCycles } from './rules.ts';
import type { Violation } from './rules.ts';
import { parseSource } from './source-file.ts';

const root = new URL('../../', import.meta.url).pathname;
const folders = ['packages', 'services', 'tools', 'e2e'];

interface Allowance {
  readonly rule: string;
  readonly path: string;
  readonly line: string;
}

function readAllowances(): Allowance[] {
  const file = join(root, 'tools/boundaries/allow.txt');
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [rule = '', path = '', ...reason] = line.split(/\s+/);
      if (reason.length < 3) throw new Error(`allow.txt: "${line}" needs a reason: <rule> <path> <why>`);
      return { rule, path, line };
    });
}

function sourcesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesIn(path);
    return entry.isFile() && entry.name.endsWith('.ts') ? [path] : [];
  });
}

const files = folders
  .flatMap((folder) => sourcesIn(join(root, folder)))
  .map((path) => relative(root, path))
  .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));

const allowances = readAllowances();
const isAllowed = ({ rule, path }: Violation): boolean => allowances.some((allowance) => allowance.rule === rule && allowance.path === path);
const all = [...files.flatMap(checkFile), ...findCycles(files)];
const violations = all.filter((violation) => !isAllowed(violation));
const unused = allowances.filter((allowance) => !all.some(({ rule, path }) => rule === allowance.rule && path === allowance.path));

for (const { rule, path, message } of violations) console.error(`${path}: ${message}  [${rule}]`);
for (const { line } of unused) console.error(`tools/boundaries/allow.txt: nothing needs this line any more: ${line}`);
console.log(`boundaries: ${String(files.length)} files, ${String(violations.length + unused.length)} violations`);
process.exit(violations.length + unused.length > 0 ? 1 : 0);
