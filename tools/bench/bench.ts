/**
 * `make bench`: N clusters on a fresh control plane, measured until all are Available, idle, and deleted.
 * CLUSTERS, CONTROL_PLANES, WORKERS, VM_SECONDS, PART_SECONDS, IDLE_SECONDS; writes .work/bench.json beside the table.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKubeClient } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { Stack, stopLeftStack, workFolder } from '../local/stack.ts';
import { parseRequestTotals, requestsBetween } from './api-requests.ts';
import type { RequestCount } from './api-requests.ts';
import { ClusterWatch } from './cluster-watch.ts';
import { clusterManifests, clusters as clusterResource } from './manifests.ts';
import { usageBetween, usagesOf } from './process-usage.ts';
import type { Usages } from './process-usage.ts';
import { renderReport } from './report.ts';
import type { BenchResult, PhaseResult } from './report.ts';

const number = (name: string, fallback: number): number => Number(process.env[name] ?? fallback);
const clusters = number('CLUSTERS', 20);
const shape = { controlPlanes: number('CONTROL_PLANES', 1), workers: number('WORKERS', 3), vmSeconds: number('VM_SECONDS', 10), partSeconds: number('PART_SECONDS', 2) };
const idleSeconds = number('IDLE_SECONDS', 60);
const limitSeconds = number('LIMIT_SECONDS', 900);
const namespace = 'bench';
const dir = workFolder('bench');
const names = Array.from({ length: clusters }, (_, index) => `c${String(index).padStart(4, '0')}`);

/** The VM, etcd, API server and Node of the first machine come up one after the other; then the workers' VM and Node. */
const floorSeconds = 2 * shape.vmSeconds + 5 * shape.partSeconds;

/** What the bench itself asked for, to be taken off the server's count. */
const own: RequestCount[] = [];
const ownRequest = (verb: string, resource: string, code: string): void => void own.push({ verb, resource, code, count: 1 });

interface Reading {
  readonly at: number;
  readonly requests: readonly RequestCount[];
  readonly usage: Usages;
  readonly own: number;
}

async function read(stack: Stack): Promise<Reading> {
  const pids = { ...stack.controlPlane.pids, ...Object.fromEntries(stack.services.map(({ name, pid }) => [name, pid])) };
  return { at: performance.now(), requests: parseRequestTotals(await stack.controlPlane.text('/metrics')), usage: usagesOf(pids), own: own.length };
}

function between(phase: PhaseResult['phase'], before: Reading, after: Reading, seconds: readonly number[]): PhaseResult {
  const all = requestsBetween(before.requests, after.requests);
  const requests = requestsBetween(own.slice(before.own, after.own), all);
  return { phase, wallSeconds: (after.at - before.at) / 1000, requests, usage: usageBetween(before.usage, after.usage), seconds: [...seconds].sort((a, b) => a - b) };
}

/** Waits for a point in time for each name; reports what is missing when it takes too long. */
async function waitForAll(what: string, reached: ReadonlyMap<string, number>): Promise<void> {
  const started = performance.now();
  let shown = 0;
  while (reached.size < clusters) {
    if (performance.now() - started > limitSeconds * 1000) throw new Error(`${String(clusters - reached.size)} clusters are not ${what} after ${String(limitSeconds)} s: ${names.filter((name) => !reached.has(name)).slice(0, 5).join(', ')}`);
    if (performance.now() - shown > 5000) {
      shown = performance.now();
      console.error(`${String(Math.round((shown - started) / 1000))} s: ${String(reached.size)} of ${String(clusters)} ${what}`);
    }
    await sleep(100);
  }
}

async function createAll(client: KubeClient): Promise<Map<string, number>> {
  const createdAt = new Map<string, number>();
  for (const name of names) {
    createdAt.set(name, performance.now());
    for (const { resource, object } of clusterManifests(namespace, name, shape)) {
      await client.create(resource, object);
      ownRequest('POST', resource.plural, '201');
    }
  }
  return createdAt;
}

async function deleteAll(client: KubeClient): Promise<Map<string, number>> {
  const deletedAt = new Map<string, number>();
  for (const name of names) {
    deletedAt.set(name, performance.now());
    await client.delete(clusterResource, { namespace, name });
    ownRequest('DELETE', clusterResource.plural, '200');
  }
  return deletedAt;
}

const secondsBetween = (from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): number[] => names.map((name) => ((to.get(name) ?? 0) - (from.get(name) ?? 0)) / 1000);

async function measure(stack: Stack, client: KubeClient): Promise<PhaseResult[]> {
  const watch = new ClusterWatch(client, namespace);
  const start = await read(stack);
  const createdAt = await createAll(client);
  await waitForAll('Available', watch.availableAt);
  const available = await read(stack);
  await sleep(Math.min(20, idleSeconds) * 1000);
  const settled = await read(stack);
  await sleep(idleSeconds * 1000);
  const idle = await read(stack);
  const deletedAt = await deleteAll(client);
  await waitForAll('gone', watch.goneAt);
  const gone = await read(stack);
  watch.stop();
  return [
    between('available', start, available, secondsBetween(createdAt, watch.availableAt)),
    between('idle', settled, idle, []),
    between('deletion', idle, gone, secondsBetween(deletedAt, watch.goneAt)),
  ];
}

async function run(): Promise<void> {
  await stopLeftStack(dir);
  rmSync(dir, { recursive: true, force: true });
  const stack = await Stack.start({ dir, progress: (line) => console.error(line), onCrash: (name, how, log) => console.error(`${name} ended (${how}):\n${log}`) });
  const interrupted = (): void => void stack.stop({ discard: true }).then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const client = createKubeClient({ ...loadConnection(stack.controlPlane.kubeconfig), userAgent: 'clusterwright-bench', qps: 1000, burst: 1000 });
  try {
    await stack.controlPlane.request({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: namespace } } });
    const phases = await measure(stack, client);
    const [cpu] = cpus();
    const result: BenchResult = { date: new Date().toISOString().slice(0, 10), machine: `${String(cpus().length)} × ${cpu?.model ?? 'CPU'}`, clusters, ...shape, floorSeconds, phases };
    console.log(renderReport(result));
    writeFileSync(workFolder('bench.json'), JSON.stringify(result, null, 2));
    console.error(`\n.work/bench.json has all counts`);
  } finally {
    await client.close();
    await stack.stop({ discard: process.env['KEEP'] !== '1' });
  }
}

await run();
