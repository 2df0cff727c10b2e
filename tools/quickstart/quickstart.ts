/** `make quickstart`: a management cluster on this machine, four services, and a sample Cluster until it is Available. BACKEND=docker makes real nodes. See README.md. */
import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import { kubectl, onPath } from '@clusterwright/test-env';
import type { ControlPlane } from '@clusterwright/test-env';
import { toError } from '@clusterwright/api/errors';
import { Stack, stopLeftStack, workFolder } from '../local/stack.ts';
import { chosenBackend, removeContainers } from './backend.ts';
import type { Backend } from './backend.ts';
import { observeCluster } from './observe.ts';
import { createScreen } from './screen.ts';
import { isComplete, treeRows } from './tree.ts';
import type { TreeInput } from './tree.ts';

const cluster = { namespace: 'default', name: 'quickstart' };
const once = process.env['QUICKSTART_ONCE'] === '1';
const redrawMs = 200;

const screen = createScreen(process.stdout);
const step = (text: string): void => screen.line(`${styleText('cyan', '▸')} ${text}`);
const backend = backendOrExit();
const dir = workFolder(backend.folder);
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort(signal));

function backendOrExit(): Backend {
  try {
    return chosenBackend();
  } catch (error) {
    screen.line(toError(error).message);
    process.exit(1);
  }
}

/** Shows the tree until the Cluster is Available; resolves with the reason where it is not in time. */
async function watchUntilAvailable(controlPlane: ControlPlane, look: () => Promise<TreeInput>): Promise<string | undefined> {
  const timeoutMs = Number(process.env['QUICKSTART_TIMEOUT_SECONDS'] ?? backend.timeoutSeconds) * 1000;
  const started = Date.now();
  while (!stopped.signal.aborted) {
    const input = await look();
    screen.tree(treeRows(input));
    const lack = isComplete(input) ? await backend.missing(controlPlane) : 'not Available';
    if (lack === undefined) return undefined;
    if (Date.now() - started > timeoutMs) return reasonOf(input, `${lack} after ${String(timeoutMs / 1000)} s`);
    await sleep(redrawMs);
  }
  return 'interrupted';
}

function reasonOf(input: TreeInput, what: string): string {
  const missing = treeRows(input)
    .filter(({ status, state }) => status !== 'True' || state.startsWith('0/'))
    .map(({ name, state, detail }) => `  ${[name, state, detail].filter(Boolean).join('  ')}`);
  return [`${what}:`, ...missing, `Logs of the services are in ${dir}/logs.`].join('\n');
}

/** Goes on showing the tree until Ctrl-C, so that scaling and upgrades can be followed. */
async function keepShowing(look: () => Promise<TreeInput>): Promise<void> {
  while (!stopped.signal.aborted) {
    const rows = treeRows(await look());
    screen.tree(rows, ['', rows.length > 0 ? 'Ctrl-C ends everything.' : 'The Cluster is gone; make quickstart creates it again. Ctrl-C ends everything.']);
    await sleep(redrawMs, undefined, { signal: stopped.signal }).catch(() => undefined);
  }
}

/** Machines that would go on without us go with us. */
async function deleteCluster({ controlPlane }: Stack): Promise<void> {
  step(`deleting Cluster ${cluster.name}: its machines would live on`);
  await kubectl(controlPlane, ['-n', cluster.namespace, 'delete', 'cluster', cluster.name, '--ignore-not-found', '--timeout=90s']).catch((error: unknown) => step(`the Cluster could not be deleted: ${toError(error).message}`));
  removeContainers(cluster.name);
}

async function run(): Promise<number> {
  const started = Date.now();
  await backend.prepare(step);
  // A run that was killed may have left processes; the data stays.
  await stopLeftStack(dir);
  const stack = await Stack.start({ dir, progress: step, restart: true, onCrash: (name, how, log) => screen.line(`${name} ended (${how}), starting it again:\n${log}`) });
  try {
    step(`applying ${backend.sample}`);
    await backend.install(stack.controlPlane);
    await kubectl(stack.controlPlane, ['apply', '--server-side', '--force-conflicts', '-f', new URL(`../../${backend.sample}`, import.meta.url).pathname]);
    const observed = observeCluster({ ...cluster, kubeconfig: stack.controlPlane.kubeconfig, signal: stopped.signal });
    const reason = await watchUntilAvailable(stack.controlPlane, () => observed.look());
    if (stopped.signal.aborted) return 130;
    if (reason !== undefined) {
      screen.line(`\nCluster ${cluster.name} is ${reason}`);
      return 1;
    }
    screen.line(`${styleText('green', '✔')} Cluster ${cluster.name} is Available, ${String(Math.round((Date.now() - started) / 1000))} s after the start`);
    if (once) return 0;
    const program = onPath('kubectl', process.env) ? 'kubectl' : stack.controlPlane.binaries.kubectl;
    for (const line of backend.nextCommands({ kubectl: program, kubeconfig: stack.controlPlane.kubeconfig, dir })) screen.line(line);
    await keepShowing(() => observed.look());
    return 0;
  } finally {
    stopped.abort('done');
    if (backend.outlivesServices) await deleteCluster(stack);
    step('stopping');
    await stack.stop();
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  screen.line(`${styleText('red', 'quickstart failed:')} ${toError(error).message}`);
  process.exitCode = 1;
}
