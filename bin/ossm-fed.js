#!/usr/bin/env node

// Starts the built command, in a clone after "npm run build" and in the installed package.

const { createRequire } = require('node:module');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');
const { compile, tryRead } = require('./code-cache');

const build = join(__dirname, '..', 'build');
const filename = join(build, 'program.js');
const source = tryRead(filename);
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
  const args = process.argv.slice(2);
  const { script, keep } = compile(source, build, filename, args);
  script.runInThisContext()(program.exports, createRequire(filename), program, filename, build);
  const { run, joinSynth } = program.exports;
  if (isMainThread) {
    Promise.resolve(run(args, undefined, __filename)).then((code) => {
      process.exitCode = code;
      keep(code);
      // A connection that a login program or a proxy left open must not keep a finished command running.
      setTimeout(() => process.exit(code), 1000).unref();
    });
  } else joinSynth();
}
