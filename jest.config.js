/** @type {import('jest').Config} */
module.exports = {
  // By default one processor is left idle, which of two is half of them.
  maxWorkers: '100%',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Both are for speed: test files of a worker share the modules of packages and of lib/, but not those of test/.
  runtime: '<rootDir>/test/jest/runtime.js',
  testEnvironment: '<rootDir>/test/jest/environment.js',
  globalSetup: '<rootDir>/test/jest/setup.js',
  globalTeardown: '<rootDir>/test/jest/teardown.js',
  // The other configurations run these: they need a browser, API servers or real meshes, install packages, or are slow.
  testPathIgnorePatterns: [
    '<rootDir>/test/binary/',
    '<rootDir>/test/browser/',
    '<rootDir>/test/e2e/',
    '<rootDir>/test/mesh/',
    '<rootDir>/test/package/',
    '[.]slow[.]test[.]ts$',
  ],
  setupFiles: ['<rootDir>/test/helpers/fixed-seed.ts'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // The build is a copy of lib/ and its package metadata; the haste map must not see it twice.
  modulePathIgnorePatterns: ['<rootDir>/build/'],
};
