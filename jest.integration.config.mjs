import { withoutContainerEngine } from './tools/jest/container-engine.mjs';

/** Integration tests: user stories on a real kube-apiserver, one control plane for the whole run, a namespace per test. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest/strip-types.mjs' },
  testMatch: ['<rootDir>/{packages,services,tools,e2e}/**/*.itest.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  // A whole cluster life under fire takes minutes: CHAOS=1 make test-integration, or make chaos.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.CHAOS ? [] : ['/e2e/chaos/lifecycle']), ...(await withoutContainerEngine())],
  watchman: false,
  globalSetup: '<rootDir>/tools/jest/control-plane-setup.mjs',
  globalTeardown: '<rootDir>/tools/jest/control-plane-teardown.mjs',
  testTimeout: 120_000,
  maxWorkers: 2,
};
