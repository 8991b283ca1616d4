const { dirname, isAbsolute, join, resolve, sep } = require('node:path');
const { isBuiltin } = require('node:module');
const Runtime = require('jest-runtime').default;

const TESTS = join(__dirname, '..') + sep;

/** Loads the modules that the test files of a worker share. It belongs to no test file, so it is never torn down. */
let library;

/**
 * The runtime of Jest, which evaluates only the files of test/ for each test file. Packages and the code under test are
 * evaluated once for each worker, as Jest would need up to a second for them in each of 200 test files.
 */
module.exports = class SharedRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    library ??= new Runtime(...args);
  }

  requireModuleOrMock(from, name) {
    return isShared(from, name) ? library.requireModuleOrMock(from, name) : super.requireModuleOrMock(from, name);
  }

  /** Of Jest itself, only what holds the state of the tests is evaluated again: jest-circus, which Jest loads by its path. */
  requireInternalModule(from, name) {
    return name === undefined || isPath(name)
      ? super.requireInternalModule(from, name)
      : library.requireInternalModule(from, name);
  }

  /** For stack traces: the source maps of the files of test/ and of the shared ones. */
  getSourceMaps() {
    const own = super.getSourceMaps();
    const shared = library.getSourceMaps();
    return {
      get: (file) => own.get(file) ?? shared.get(file),
      [Symbol.iterator]: () => [...shared, ...own].values(),
    };
  }
};

function isShared(from, name) {
  if (isBuiltin(name) || name === '@jest/globals') return false;
  return !isPath(name) || !resolve(dirname(from), name).startsWith(TESTS);
}

function isPath(name) {
  return name.startsWith('.') || isAbsolute(name);
}
