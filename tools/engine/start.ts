/** `make engine`: installs (as root, with apt-get) and starts a Docker engine where none answers. */
import { DevelopmentSetupError } from '@clusterwright/test-env';
import { ensureEngine } from './docker-engine.ts';

try {
  await ensureEngine((line) => console.log(line), true);
  console.log('a Docker engine answers');
} catch (error) {
  console.error(DevelopmentSetupError.is(error) ? error.message : error);
  process.exitCode = 1;
}
