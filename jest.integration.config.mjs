/** Integration tests: user stories on a real kube-apiserver, one control plane for the whole run, a namespace per test. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest/strip-types.mjs' },
  testMatch: ['<rootDir>/{packages,services,tools,e2e}/**/*.itest.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  watchman: false,
  globalSetup: '<rootDir>/tools/jest/control-plane-setup.mjs',
  globalTeardown: '<rootDir>/tools/jest/control-plane-teardown.mjs',
  testTimeout: 120_000,
  maxWorkers: 2,
};
