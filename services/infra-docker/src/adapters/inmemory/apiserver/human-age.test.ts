import { humanAge } from './human-age.ts';

const created = '2026-08-01T10:00:00Z';
const after = (seconds: number): Date => new Date(Date.parse(created) + seconds * 1000);
const [minute, hour, day] = [60, 3600, 86_400];

test.each([
  { seconds: 0, want: '0s' },
  { seconds: 119, want: '119s' },
  { seconds: 3 * minute + 5, want: '3m5s' },
  { seconds: 5 * minute, want: '5m' },
  { seconds: 90 * minute, want: '90m' },
  { seconds: 4 * hour + 20 * minute, want: '4h20m' },
  { seconds: 30 * hour, want: '30h' },
  { seconds: 3 * day + 4 * hour, want: '3d4h' },
  { seconds: 400 * day, want: '400d' },
  { seconds: 800 * day, want: '2y70d' },
  { seconds: -10, want: '0s' },
])('$seconds s → $want, as kubectl writes it', ({ seconds, want }) => {
  expect(humanAge(created, after(seconds))).toBe(want);
});

test.each([undefined, 'never'])('%s is unknown', (since) => {
  expect(humanAge(since, after(0))).toBe('<unknown>');
});
