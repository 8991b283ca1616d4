#!/usr/bin/env node

// Starts the built command, in a clone after "npm run build" and in the installed package. The V8 code cache beside it
// saves half of the time of a small run, in which Node.js would compile a megabyte. Other versions of Node.js than the
// one that built it ignore it.

const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { isMainThread } = require('node:worker_threads');

const build = join(__dirname, '..', 'build');
const filename = join(build, 'program.js');

/** @returns {Buffer | undefined} the content of a file of the build, undefined if it is missing */
function tryRead(name) {
  try {
    return readFileSync(join(build, name));
  } catch {
    return undefined;
  }
}

const source = tryRead('program.js');
const program = { exports: {} };

// A reader may close the pipe, as `head` does: the rest of the output is dropped, and files are still written. Output that
// cannot be written for another reason, such as a full disk, is an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code }) => {
    if (code === 'EPIPE') return;
    if (stream === process.stdout) process.stderr.write(`error: cannot write to standard output (${code})\n`);
    process.exit(1);
  });
}

// An exception is a bug. Its message may repeat input, so it is printed only on request.
if (isMainThread) {
  process.on('uncaughtException', ({ stack }) => {
    const trace = process.env.OSSM_FED_TRACE ? `${stack}\n` : 'set OSSM_FED_TRACE=1 for the stack trace\n';
    // Without the program only its file can be at fault, and no input was read.
    const { stderr } = program.exports.safeOutput?.(process) ?? process;
    stderr.write(`error: internal error of ossm-fed, please report it as an issue; ${trace}`);
    process.exit(70);
  });
}

if (source === undefined) {
  process.stderr.write('ossm-fed is not built: run "npm run build" in its directory\n');
  process.exitCode = 2;
} else {
  // The bundler writes only ASCII, which Node.js decodes faster as Latin-1.
  const script = new Script(source.toString('latin1'), { filename, cachedData: tryRead('program.cache') });
  script.runInThisContext()(program.exports, createRequire(filename), program, filename, build);
  const { run, joinSynth } = program.exports;
  if (isMainThread) {
    Promise.resolve(run(process.argv.slice(2), undefined, __filename)).then((code) => {
      process.exitCode = code;
      // A connection that a login program or a proxy left open must not keep a finished command running.
      setTimeout(() => process.exit(code), 1000).unref();
    });
  } else joinSynth();
}
