const { rmSync } = require('node:fs');

/** Removes the directory that setup.js made. */
module.exports = () => rmSync(process.env.OSSM_FED_TEST_BUILD, { recursive: true, force: true });
