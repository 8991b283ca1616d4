const { testPathIgnorePatterns: _, ...base } = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  // Each test file has its own modules, as Jest does it by default.
  runtime: undefined,
  testEnvironment: 'node',
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: ['<rootDir>/test/mesh/**/*.test.ts'],
  // Each file starts meshes of its own, which need all of the machine.
  maxWorkers: 1,
  testTimeout: 120_000,
};
