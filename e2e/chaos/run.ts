/**
 * `make chaos`: kills services at random (SIGKILL) and breaks requests, while a cluster is created, scaled, upgraded and deleted, and checks what must never happen.
 * SEED repeats a run's choices (their moments depend on the machine), KILLS is how many there are at least, EVERY_MS the mean time between two, FAULTS=0 leaves requests alone.
 */
import { rmSync } from 'node:fs';
import { toError } from '@clusterwright/api/errors';
import { createKubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { Stack, stopLeftStack, workFolder } from '../../tools/local/stack.ts';
import { FaultProxy, noFaults } from './fault-proxy.ts';
import type { FaultRates } from './fault-proxy.ts';
import { Killer } from './killer.ts';
import { BrokenInvariant, live } from './live.ts';
import { seededRandom } from './random.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const wantedKills = Number(process.env['KILLS'] ?? 100);
const everyMs = Number(process.env['EVERY_MS'] ?? 1500);
const faults: FaultRates = process.env['FAULTS'] === '0' ? noFaults : { delay: 0.03, drop: 0.01, loseAnswer: 0.01, conflict: 0.02, tooManyRequests: 0.01, internalError: 0.02 };
const dir = workFolder('chaos');
const random = seededRandom(seed);
const started = Date.now();
const log = (line: string): void => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(7)}  ${line}`);

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
    for (let round = 1; round === 1 || killer.kills < wantedKills; round += 1) broken.push(...(await live({ stack, client, killer, proxy, faults, log }, round)));
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
