import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Writes the files that changed, named relative to the repository; with `--check` it only sets the exit status. */
export async function writeGenerated(files: ReadonlyMap<string, string>): Promise<void> {
  const check = process.argv.includes('--check');
  for (const [name, text] of files) {
    const file = join(repository, name);
    if (await holds(file, text)) continue;
    process.stdout.write(`${check ? 'stale' : 'wrote'}: ${name}\n`);
    if (check) process.exitCode = 1;
    else await write(file, text);
  }
}

async function holds(file: string, text: string): Promise<boolean> {
  const current = await readFile(file, 'utf8').catch(() => undefined);
  return current === text;
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
