import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { createKubeClient } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { providers, serviceEntry } from '../../tools/local/providers.ts';
import { Stack } from '../../tools/local/stack.ts';
import { FaultProxy } from './fault-proxy.ts';
import { Killer } from './killer.ts';
import { live } from './live.ts';
import { seededRandom } from './random.ts';

// A whole life of a cluster takes longer than any other test.
jest.setTimeout(900_000);

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const random = seededRandom(seed);
let stack: Stack;
let proxy: FaultProxy;
let client: KubeClient;

beforeAll(async () => {
  expect(providers.filter(({ name }) => !existsSync(serviceEntry(name)))).toEqual([]);
  const dir = mkdtempSync(join(tmpdir(), 'clusterwright-lifecycle-'));
  stack = await Stack.start({
    dir,
    between: (controlPlane) => {
      proxy = new FaultProxy({ server: controlPlane.server, dir, random });
      return proxy.listen();
    },
  });
  client = createKubeClient({ ...loadConnection(stack.controlPlane.kubeconfig), userAgent: 'lifecycle-test' });
});

afterAll(async () => {
  await client.close();
  await stack.stop({ discard: true });
  proxy.close();
});

test(`a cluster is created, scaled, upgraded and deleted by four processes with their own rights, while they are killed now and then (seed ${String(seed)})`, async () => {
  const killer = new Killer({ stack, random, everyMs: 4000, apiServerShare: 0.05, log: () => undefined });
  const faults = { delay: 0.02, drop: 0.005, loseAnswer: 0.005, conflict: 0.01, tooManyRequests: 0.005, internalError: 0.01 };
  const lines: string[] = [];
  expect(await live({ stack, client, killer, proxy, faults, log: (line) => lines.push(line) }, 1)).toEqual([]);
  expect(killer.kills).toBeGreaterThan(0);
});
