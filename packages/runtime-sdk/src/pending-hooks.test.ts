import { UpdateMachine } from './hooks.ts';
import { isHookPending, withoutPendingHook } from './pending-hooks.ts';

const withHooks = (value: string | undefined) => ({ metadata: { name: 'm', ...(value === undefined ? {} : { annotations: { 'runtime.cluster.x-k8s.io/pending-hooks': value } }) } });
const cases = [
  { value: undefined, isPending: false, rest: undefined },
  { value: '', isPending: false, rest: undefined },
  { value: 'UpdateMachine', isPending: true, rest: undefined },
  { value: 'UpdateMachine,Other,After', isPending: true, rest: 'After,Other' },
  { value: 'CanUpdateMachine', isPending: false, rest: 'CanUpdateMachine' },
];
test.each(cases)('of $value UpdateMachine is pending: $isPending, and $rest is left', ({ value, isPending, rest }) => {
  expect([isHookPending(UpdateMachine, withHooks(value)), withoutPendingHook(UpdateMachine, withHooks(value))]).toEqual([isPending, rest]);
});
