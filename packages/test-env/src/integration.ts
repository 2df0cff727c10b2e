import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startControlPlane } from './control-plane/control-plane.ts';
import type { ControlPlane } from './control-plane/control-plane.ts';
import { DevelopmentSetupError } from './control-plane/errors.ts';

/** One timeout for everything that takes a while on a busy machine. */
export const eventuallyTimeoutMs = 60_000;

/**
 * Repeats until nothing is thrown, and returns what the last try returned. Fails with the last error.
 */
export async function eventually<T>(check: () => Promise<T> | T, { timeoutMs = eventuallyTimeoutMs, intervalMs = 50 }: { timeoutMs?: number; intervalMs?: number } = {}): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(intervalMs);
  }
}

/** The control plane that the test run started (see jest.integration.config.mjs). */
export async function testControlPlane(): Promise<ControlPlane> {
  const dir = process.env['CLUSTERWRIGHT_TEST_CONTROL_PLANE'];
  if (!dir) throw new DevelopmentSetupError('integration tests run with jest.integration.config.mjs (make test-integration), which starts the control plane');
  return startControlPlane({ dir });
}

/** Creates a namespace of its own for a test and returns its name. */
export async function createTestNamespace(controlPlane: ControlPlane, prefix = 'test'): Promise<string> {
  const name = `${prefix}-${randomBytes(4).toString('hex')}`;
  await controlPlane.request({ method: 'POST', path: '/api/v1/namespaces', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } });
  return name;
}
