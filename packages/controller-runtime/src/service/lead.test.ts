import { TerminalError } from '@clusterwright/api/errors';
import { fakeClient, fakeLogger } from '@clusterwright/test-env';
import type { RunnableManager } from '../create-manager.ts';
import { createMetricsRegistry } from '../metrics/prometheus.ts';
import { commonFlags } from './common-flags.ts';
import { checkLeaseTimes, lead } from './lead.ts';
import { parseFlags } from './flags.ts';

const check = (...args: string[]) => checkLeaseTimes(parseFlags(commonFlags, args).values);

test('the default times are safe', () => {
  expect(check()).toBeUndefined();
});

const refused = [
  { args: ['--leader-elect-lease-duration=10s'], why: 'a leader that cannot renew must stop before another may begin', message: 'must be greater than --leader-elect-renew-deadline' },
  { args: ['--leader-elect-retry-period=9s'], why: 'one failed try must not end a reign', message: 'must be greater than 1.2 times --leader-elect-retry-period' },
  { args: ['--leader-elect-retry-period=0s'], why: 'it would ask without a pause', message: '--leader-elect-retry-period must be greater than zero' },
  { args: ['--leader-elect-lease-duration=100ms', '--leader-elect-renew-deadline=50ms', '--leader-elect-retry-period=10ms'], why: 'leases count in seconds', message: 'must be at least 1s' },
];
test.each(refused)('$args is refused ($why)', ({ args, message }) => {
  expect(() => check(...args)).toThrow(expect.objectContaining({ code: 'Flag', message: expect.stringContaining(message) as string }) as Error);
});

test.each([{ args: ['--leader-elect'] }, { args: [] }])('what cannot be run again ends leading, with flags $args', async ({ args }) => {
  const manager: Pick<RunnableManager, 'synced' | 'lead' | 'metrics'> = { synced: async () => undefined, metrics: createMetricsRegistry(), lead: () => Promise.reject(new TerminalError('what this process needs is not there')) };
  const flags = parseFlags(commonFlags, args).values;
  const stop = new AbortController();
  const options = { flags, log: fakeLogger(), stop: stop.signal, lease: { namespace: 'ns', name: 'lease' }, electionClient: () => fakeClient().live };
  // Only these parts of a manager take part.
  await expect(lead({ ...options, manager: manager as RunnableManager })).rejects.toMatchObject({ code: 'Terminal' });
  // The lease is renewed until the process ends.
  stop.abort();
});
