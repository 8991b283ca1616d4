const { testPathIgnorePatterns: _, ...base } = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  // Each test file has its own modules, as Jest does it by default.
  runtime: undefined,
  testEnvironment: 'node',
  // The tests of the package as a process run with the binary too.
  testMatch: ['<rootDir>/test/binary/**/*.test.ts', '<rootDir>/test/cli/{*-process,two-runs}.slow.test.ts'],
  globalSetup: '<rootDir>/test/binary/harness/global-setup.ts',
  // Some tests start a hundred processes one after the other.
  testTimeout: 400_000,
};
