const { testPathIgnorePatterns: _, ...base } = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  // Each test file has its own modules, as Jest does it by default.
  runtime: undefined,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  globalSetup: '<rootDir>/test/e2e/harness/global-setup.ts',
  globalTeardown: '<rootDir>/test/e2e/harness/global-teardown.ts',
  // Each worker has API servers of its own, because tests stop one or give it other contents. Most of the time they wait.
  maxWorkers: Number(process.env.OSSM_FED_E2E_WORKERS ?? 2),
  testTimeout: 120_000,
};
