const { mkdtempSync, realpathSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Makes the directory in which the test files of a run share the command that the first of them builds. */
module.exports = () => {
  process.env.OSSM_FED_TEST_BUILD = realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-built-')));
  // The thread that esbuild keeps for its synchronous functions would keep a worker of Jest from ending.
  process.env.ESBUILD_WORKER_THREADS = '0';
};
