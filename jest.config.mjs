/** Unit tests and simulations: no network, no sleeping. Integration tests have their own config: jest.integration.config.mjs. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest/strip-types.mjs' },
  testMatch: ['<rootDir>/{packages,services,tools,e2e}/**/*.{test,sim.test}.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  watchman: false,
};
