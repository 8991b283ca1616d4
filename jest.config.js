/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // The build is a copy of lib/ and its package metadata; the haste map must not see it twice.
  modulePathIgnorePatterns: ['<rootDir>/build/'],
};
