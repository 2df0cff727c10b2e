import type { Container, ContainerState } from '../ports/container-engine.ts';
import { createSeenEndings } from './seen-endings.ts';

const start = new Date('2026-11-21T12:00:00Z');
const aContainer = (name: string, state: ContainerState, id = name): Container => ({ id, name, image: 'i', state, labels: {}, endedAt: new Date(0) });

test.each([
  { name: 'that runs has not ended', next: aContainer('a', 'running'), want: undefined },
  { name: 'that stays ended is counted from when it was first seen so, whatever the engine says', next: aContainer('a', 'exited'), want: 5000 },
  { name: 'of the same name that is another one begins anew', next: aContainer('a', 'exited', 'id-2'), want: 0 },
  { name: 'that the engine is removing never comes back', next: aContainer('a', 'dead'), want: Infinity },
])('a container $name', ({ next, want }) => {
  const endings = createSeenEndings();
  expect(endings.look('ns/p', [aContainer('a', 'exited')], start).get('a')).toBe(0);
  const later = new Date(start.getTime() + 5000);
  expect(endings.look('ns/p', [next], later).get('a')).toBe(want);
});

test('a container that ran in between begins anew, and each subject knows its own', () => {
  const endings = createSeenEndings();
  const at = (ms: number, state: ContainerState, subject = 'ns/p') => endings.look(subject, [aContainer('a', state)], new Date(start.getTime() + ms)).get('a');
  expect([at(0, 'exited'), at(1000, 'running'), at(2000, 'exited'), at(3000, 'exited')]).toEqual([0, undefined, 0, 1000]);
  expect(at(4000, 'exited', 'ns/q')).toBe(0);
  endings.forget('ns/p');
  expect(at(5000, 'exited')).toBe(0);
});
