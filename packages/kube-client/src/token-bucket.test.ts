import fc from 'fast-check';
import { TokenBucket } from './token-bucket.ts';

test('a burst goes at once, then one by one at the rate, and an idle bucket fills up to the burst again', () => {
  let now = 0;
  const bucket = new TokenBucket(10, 3, () => now);
  expect([bucket.take(), bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0, 100, 200]);
  now = 60_000;
  expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0, 100]);
});

test('in no window more requests start than burst and rate allow', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 50 }), fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 200 }), (qps, burst, pauses) => {
      let now = 0;
      const bucket = new TokenBucket(qps, burst, () => now);
      const starts = pauses.map((pause) => {
        now += pause;
        return now + bucket.take();
      });
      starts.forEach((from, first) => {
        const last = starts[starts.length - 1] ?? from;
        expect(starts.length - first).toBeLessThanOrEqual(burst + ((last - from) / 1000) * qps + 1 + 1e-6);
      });
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    }),
  );
});
