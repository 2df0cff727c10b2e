/**
 * `make chaos`: kills services at random (SIGKILL) and breaks requests, while a cluster is created, scaled, upgraded and deleted, and checks what must never happen.
 * SEED repeats a run's choices (their moments depend on the machine), KILLS is how many there are at least, EVERY_MS the mean time between two, FAULTS=0 leaves requests alone.
 */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { toError } from '@clusterwright/api/errors';
import { createKubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import type { KubeClient } from '@clusterwright/kube-client';
import { Stack, stopLeftStack, workFolder } from '../../tools/local/stack.ts';
import { FaultProxy, noFaults } from './fault-proxy.ts';
import type { FaultRates } from './fault-proxy.ts';
import { breaches, leaks, remains } from './invariants.ts';
import type { Expectation } from './invariants.ts';
import { Killer } from './killer.ts';
import { seededRandom } from './random.ts';
import { scenario } from './scenario.ts';
import type { Step } from './scenario.ts';
import { WorldWatch } from './world.ts';
import type { World } from './world.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const wantedKills = Number(process.env['KILLS'] ?? 100);
const everyMs = Number(process.env['EVERY_MS'] ?? 1500);
const faults: FaultRates = process.env['FAULTS'] === '0' ? noFaults : { delay: 0.03, drop: 0.01, loseAnswer: 0.01, conflict: 0.02, tooManyRequests: 0.01, internalError: 0.02 };
const stepLimitMs = 240_000;
const quietMs = 8000;
const dir = workFolder('chaos');
const random = seededRandom(seed);
const started = Date.now();
const log = (line: string): void => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(7)}  ${line}`);

class BrokenInvariant extends Error {}

/** One run through the scenario. Returns what should not have happened; throws BrokenInvariant where it cannot go on. */
async function live({ stack, client, killer, proxy }: Parts, round: number): Promise<readonly string[]> {
  const namespace = `chaos-${String(round)}`;
  await stack.controlPlane.request({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: namespace } } });
  let expected: Expectation = { controlPlaneReplicas: 0, workers: 0, minAvailableWorkers: 0 };
  const broken = new Set<string>();
  const note = (found: readonly string[]): void => {
    for (const breach of found) {
      if (!broken.has(breach)) log(`BROKEN: ${breach}`);
      broken.add(breach);
    }
  };
  const watch = new WorldWatch(client, namespace, (world) => note(breaches(world, expected)));
  try {
    for (const step of scenario()) {
      log(`round ${String(round)}: ${step.name}`);
      // Each step's numbers allow for what was there before it.
      expected = step.expected;
      await patiently(() => step.take(stack.controlPlane, namespace));
      proxy.rates = faults;
      killer.rage();
      await untilDone(step, watch);
      await killer.rest();
      proxy.rates = noFaults;
      await untilDone(step, watch);
      await quiet(watch);
      note(leaks(watch.world));
    }
    await untilGone(watch);
    return [...broken];
  } finally {
    watch.stop();
  }
}

interface Parts {
  readonly stack: Stack;
  readonly client: KubeClient;
  readonly killer: Killer;
  readonly proxy: FaultProxy;
}

/** The user tries again, too, while the webhooks' process or the API server is down. */
async function patiently(action: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await action();
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(500);
    }
  }
}

async function untilDone(step: Step, watch: WorldWatch): Promise<void> {
  const deadline = Date.now() + stepLimitMs;
  while (!step.isDone(watch.world)) {
    if (Date.now() > deadline) throw new BrokenInvariant(`"${step.name}" is not done after ${String(stepLimitMs / 1000)} s:\n${describe(watch.world)}`);
    await sleep(100);
  }
}

/** Once settled nothing is written any more. */
async function quiet(watch: WorldWatch): Promise<void> {
  const deadline = Date.now() + stepLimitMs;
  for (;;) {
    const before = watch.changes;
    await sleep(quietMs);
    if (watch.changes === before) return;
    if (Date.now() > deadline) throw new BrokenInvariant(`objects are still written ${String(stepLimitMs / 1000)} s after everything was settled`);
  }
}

async function untilGone(watch: WorldWatch): Promise<void> {
  const deadline = Date.now() + stepLimitMs;
  while (remains(watch.world).length > 0) {
    if (Date.now() > deadline) throw new BrokenInvariant(remains(watch.world).join('; '));
    await sleep(200);
  }
}

function describe(world: World): string {
  const line = ({ kind, metadata, status }: World['machines'][number]): string => {
    const conditions = (status?.['conditions'] ?? []) as readonly { type: string; status: string; message?: string }[];
    const wrong = conditions.filter((condition) => ['Available', 'Ready'].includes(condition.type) && condition.status !== 'True').map(({ type, message }) => `${type}: ${message ?? ''}`);
    return `  ${kind} ${metadata.name}${metadata.deletionTimestamp ? ' (deleting)' : ''} ${wrong.join(' ').replaceAll('\n', ' ')}`;
  };
  return [...world.clusters, ...world.controlPlanes, ...world.machineDeployments, ...world.machines].map(line).join('\n');
}

async function run(): Promise<number> {
  console.log(`seed ${String(seed)}: SEED=${String(seed)} make chaos repeats it`);
  await stopLeftStack(dir);
  rmSync(dir, { recursive: true, force: true });
  let proxy: FaultProxy | undefined;
  const stack = await Stack.start({
    dir,
    progress: log,
    onCrash: (name, how, end) => log(`${name} ended by itself (${how}):\n${end}`),
    between: (controlPlane) => {
      proxy = new FaultProxy({ server: controlPlane.server, dir, random });
      return proxy.listen();
    },
  });
  const interrupted = (): void => void stack.stop().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const client = createKubeClient({ ...loadConnection(stack.controlPlane.kubeconfig), userAgent: 'clusterwright-chaos' });
  const killer = new Killer({ stack, random, everyMs, apiServerShare: 0.03, log });
  try {
    if (!proxy) throw new Error('the proxy was not started');
    const broken: string[] = [];
    for (let round = 1; round === 1 || killer.kills < wantedKills; round += 1) broken.push(...(await live({ stack, client, killer, proxy }, round)));
    console.log(`${broken.length === 0 ? 'ok' : 'FAILED'}: ${String(killer.kills)} kills, requests ${JSON.stringify(proxy.counts)}, seed ${String(seed)}`);
    for (const breach of broken) console.log(`  ${breach}`);
    return broken.length === 0 ? 0 : 1;
  } catch (error) {
    console.log(`FAILED with seed ${String(seed)} after ${String(killer.kills)} kills: ${error instanceof BrokenInvariant ? error.message : (toError(error).stack ?? '')}\nlogs are in ${dir}/logs`);
    return 1;
  } finally {
    await killer.rest().catch(() => undefined);
    await client.close();
    await stack.stop();
    proxy?.close();
  }
}

process.exit(await run());
