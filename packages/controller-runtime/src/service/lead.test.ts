import { commonFlags } from './common-flags.ts';
import { checkLeaseTimes } from './lead.ts';
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
