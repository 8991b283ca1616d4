const { testPathIgnorePatterns: _, ...base } = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/package/**/*.test.ts'],
  globalSetup: '<rootDir>/test/package/harness/global-setup.ts',
  globalTeardown: '<rootDir>/test/package/harness/global-teardown.ts',
  testTimeout: 60_000,
};
