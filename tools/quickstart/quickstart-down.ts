/** `make quickstart-down`: ends what still runs and removes all data. */
import { existsSync, rmSync } from 'node:fs';
import { stopLeftStack, workFolder } from '../local/stack.ts';

const dir = workFolder('quickstart');
if (existsSync(dir)) {
  await stopLeftStack(dir);
  rmSync(dir, { recursive: true, force: true });
  console.log(`stopped, and removed ${dir}`);
} else console.log('nothing to remove');
