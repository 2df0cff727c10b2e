/** End to end, on real machines in containers. LABELS=quick-start,upgrade chooses among the files of e2e/docker; all of them take the better part of an hour. */
const labels = process.env.LABELS?.split(',').map((label) => label.trim()).filter(Boolean) ?? ['*'];

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest/strip-types.mjs' },
  testMatch: labels.map((label) => `<rootDir>/e2e/docker/${label}.e2e.ts`),
  modulePathIgnorePatterns: ['/dist/'],
  watchman: false,
  testTimeout: 45 * 60_000,
  maxWorkers: 1,
};
