/** What a binary runs: the command, or one of its threads. It does what `bin/ossm-fed.js` does for the package. */

import { isMainThread } from 'node:worker_threads';
import { joinSynth, run, safeOutput } from '../../lib/cli/program';

// A reader may close the pipe, as `head` does: the rest of the output is dropped, and files are still written. Output that
// cannot be written for another reason, such as a full disk, is an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    if (stream === process.stdout) process.stderr.write(`error: cannot write to standard output (${code})\n`);
    process.exit(1);
  });
}

// An exception is a bug. Its message may repeat input, so it is printed only on request.
function reportBug({ stack }: Error): void {
  const trace = process.env.OSSM_FED_TRACE ? `${stack}\n` : 'set OSSM_FED_TRACE=1 for the stack trace\n';
  safeOutput(process).stderr.write(`error: internal error of ossm-fed, please report it as an issue; ${trace}`);
  process.exit(70);
}

async function main(): Promise<void> {
  process.on('uncaughtException', reportBug);
  // The path of this script in the binary, from which threads start too.
  const [, script, ...args] = process.argv;
  const code = await run(args, undefined, script);
  process.exitCode = code;
  // A connection that a login program or a proxy left open must not keep a finished command running.
  setTimeout(() => process.exit(code), 1000).unref();
}

if (isMainThread) void main();
else joinSynth();
