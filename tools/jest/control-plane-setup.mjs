// Starts one management control plane for all integration tests of a run and installs every CRD of deploy/kustomize.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCrds, startControlPlane, stopControlPlane } from '@clusterwright/test-env';

const prefix = 'clusterwright-integration-';

export default async function setup() {
  await removeLeftovers();
  const dir = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(dir, 'owner'), String(process.pid));
  const progress = (line) => process.stderr.write(`${line}\n`);
  try {
    globalThis.clusterwrightControlPlane = await startControlPlane({ dir, progress, beforeControllers: installCrds });
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
  process.env.CLUSTERWRIGHT_TEST_CONTROL_PLANE = dir;
}

/** Control planes of runs that were killed before their teardown. */
async function removeLeftovers() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const dir = join(tmpdir(), name);
    if (isOwned(join(dir, 'owner'))) continue;
    await stopControlPlane(dir);
    rmSync(dir, { recursive: true, force: true });
  }
}

function isOwned(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}
