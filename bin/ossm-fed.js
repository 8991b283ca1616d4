#!/usr/bin/env node

// Starts the built command, in a clone after "npm run build" and in the installed package.

const { join } = require('node:path');
const { load } = require('./load');
const { endWith, guardProcess } = require('./process');

const args = process.argv.slice(2);
const program = { exports: {} };
guardProcess(() => program.exports.safeOutput?.(process));
const keep = load(args, program);
if (keep === undefined) {
  process.stderr.write('ossm-fed is not built: run "npm run build" in its directory\n');
  process.exitCode = 2;
} else {
  Promise.resolve(program.exports.run(args, undefined, join(__dirname, 'thread.js'))).then((code) => {
    endWith(code);
    keep(code);
  });
}
