const { TestEnvironment } = require('jest-environment-node');

/** Where the package `expect`, which runtime.js shares, has its state. */
const MATCHERS = Symbol.for('$$jest-matchers-object');

let shared;

/**
 * The environment of Jest for Node.js, one for all test files that a worker runs, so that the modules that runtime.js shares
 * are of the same realm as each test. Globals that a test file adds are removed after it; those that it changes are not.
 */
function SharedEnvironment(config, context) {
  shared ??= create(config, context);
  return shared;
}

function create(config, context) {
  const environment = new TestEnvironment(config, context);
  const { global } = environment;
  const kept = new Set([...Reflect.ownKeys(global), MATCHERS]);
  environment.teardown = async () => {
    for (const key of Reflect.ownKeys(global)) if (!kept.has(key)) delete global[key];
  };
  return environment;
}

module.exports = SharedEnvironment;
