import { createPendingNames } from './pending-names.ts';

const now = new Date('2026-11-21T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const anOwner = (name: string) => ({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', metadata: { name, uid: `${name}-uid` } });
const [a, b] = [anOwner('a'), anOwner('b')];

test('names stay in doubt until they are settled, each with its own MachineSet', () => {
  const pending = createPendingNames();
  pending.add(a, 'm1', now);
  pending.add(a, 'm2', now);
  pending.settle(a, 'm1');
  expect([pending.of(a, now), pending.of(b, now)]).toEqual([['m2'], []]);
  pending.settle(a, 'm2');
  pending.settle(b, 'never added');
  expect(pending.of(a, now)).toEqual([]);
});

test('a name is given up two minutes after it was first tried', () => {
  const pending = createPendingNames();
  pending.add(a, 'm1', now);
  pending.add(a, 'm1', later(100));
  expect(pending.of(a, later(120))).toEqual(['m1']);
  expect(pending.of(a, later(121))).toEqual([]);
});
