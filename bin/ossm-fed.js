#!/usr/bin/env node

// Starts the built command. Its compiled form lies beside it, as made by `npm run build`: without it Node.js would
// compile a megabyte at each start, half of the time of a small run. Another version of Node.js ignores that form.

const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { isMainThread } = require('node:worker_threads');

const build = join(__dirname, '..', 'build');
const filename = join(build, 'program.js');

/** @returns {Buffer | undefined} the content of a file of the build, undefined where there is none */
function tryRead(name) {
  try {
    return readFileSync(join(build, name));
  } catch {
    return undefined;
  }
}

const source = tryRead('program.js');
if (source === undefined) {
  process.stderr.write('ossm-fed is not built yet: run "npm run build" in its directory\n');
  process.exitCode = 2;
} else {
  // The bundler writes ASCII alone, which is read faster as such.
  const script = new Script(source.toString('latin1'), { filename, cachedData: tryRead('program.cache') });
  const program = { exports: {} };
  script.runInThisContext()(program.exports, createRequire(filename), program, filename, build);
  const { run, joinSynth } = program.exports;
  if (isMainThread) {
    Promise.resolve(run(process.argv.slice(2), undefined, __filename)).then((code) => {
      process.exitCode = code;
      // Whatever a login program or a proxy left open must not keep a finished command from ending.
      setTimeout(() => process.exit(code), 1000).unref();
    });
  } else joinSynth();
}
