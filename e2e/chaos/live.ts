import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from '@clusterwright/kube-client';
import type { Stack } from '../../tools/local/stack.ts';
import { noFaults } from './fault-proxy.ts';
import type { FaultProxy, FaultRates } from './fault-proxy.ts';
import { breaches, leaks, remains } from './invariants.ts';
import type { Expectation } from './invariants.ts';
import type { Killer } from './killer.ts';
import { scenario } from './scenario.ts';
import type { Step } from './scenario.ts';
import { WorldWatch } from './world.ts';
import type { World } from './world.ts';

/** Under fire on a busy machine a rollout takes its time: what matters is that it ends. */
const stepLimitMs = 900_000;
const quietMs = 8000;
const leakLimitMs = 60_000;

/** The run cannot go on: a step is never done, or things never settle. */
export class BrokenInvariant extends Error {}

/** One run through the scenario. Returns what should not have happened; throws BrokenInvariant where it cannot go on. */
export async function live({ stack, client, killer, proxy, faults, log }: Parts, round: number): Promise<readonly string[]> {
  const namespace = `chaos-${String(round)}`;
  await stack.controlPlane.request({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: namespace } } });
  let expected: Expectation = { controlPlaneReplicas: 0, workers: 0, minAvailableWorkers: 0 };
  const broken = new Set<string>();
  const note = (found: readonly string[], world: World): void => {
    for (const breach of found.filter((candidate) => !broken.has(candidate))) {
      log(`BROKEN: ${breach}\n${describe(world)}`);
      broken.add(breach);
    }
  };
  const watch = new WorldWatch(client, namespace, (world) => note(breaches(world, expected), world));
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
      note(await lastingLeaks(watch), watch.world);
    }
    await untilGone(watch);
    return [...broken];
  } finally {
    watch.stop();
  }
}

export interface Parts {
  readonly stack: Stack;
  readonly client: KubeClient;
  readonly killer: Killer;
  readonly proxy: FaultProxy;
  /** What happens to requests while a step is on its way. */
  readonly faults: FaultRates;
  readonly log: (line: string) => void;
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

/** What a kill left half-made is deleted once it is certain that nobody will use it. */
async function lastingLeaks(watch: WorldWatch): Promise<readonly string[]> {
  const deadline = Date.now() + leakLimitMs;
  while (leaks(watch.world).length > 0 && Date.now() < deadline) await sleep(500);
  return leaks(watch.world);
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
    const conditions = (status?.['conditions'] ?? []) as readonly { type: string; status: string; reason: string; message?: string }[];
    const wrong = conditions.filter((condition) => ['Available', 'Ready', 'NodeHealthy'].includes(condition.type) && condition.status !== 'True').map(({ type, status: is, reason, message }) => `${type}=${is} ${reason}: ${message ?? ''}`);
    return `  ${kind} ${metadata.name}${metadata.deletionTimestamp ? ' (deleting)' : ''} ${wrong.join(' ').replaceAll('\n', ' ')}`;
  };
  return [...world.clusters, ...world.controlPlanes, ...world.machineDeployments, ...world.machines].map(line).join('\n');
}
