/** `make quickstart-down`: ends what still runs and removes all data, of every backend. */
import { existsSync, rmSync } from 'node:fs';
import { stopLeftStack, workFolder } from '../local/stack.ts';
import { backends, removeContainers } from './backend.ts';

const left = backends.filter(({ folder }) => existsSync(workFolder(folder)));
for (const { folder, outlivesServices } of left) {
  const dir = workFolder(folder);
  await stopLeftStack(dir);
  if (outlivesServices) removeContainers('quickstart');
  rmSync(dir, { recursive: true, force: true });
  console.log(`stopped, and removed ${dir}`);
}
if (left.length === 0) console.log('nothing to remove');
