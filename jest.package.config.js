const { testPathIgnorePatterns: _, ...base } = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  // Each test file has its own modules, as Jest does it by default.
  runtime: undefined,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/package/**/*.test.ts'],
  globalSetup: '<rootDir>/test/package/harness/global-setup.ts',
  globalTeardown: '<rootDir>/test/package/harness/global-teardown.ts',
  testTimeout: 60_000,
};
