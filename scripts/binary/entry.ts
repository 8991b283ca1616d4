/** What a binary runs: the command, or one of its threads, as `bin/ossm-fed.js` and `bin/thread.js` do for the package. */

import { isMainThread } from 'node:worker_threads';
import { joinSynth, run, safeOutput } from '../../lib/cli/program';

interface Process {
  readonly guardProcess: (output: () => ReturnType<typeof safeOutput>) => void;
  readonly endWith: (code: number) => void;
}

const { guardProcess, endWith }: Process = require('../../bin/process');

async function main(): Promise<void> {
  guardProcess(() => safeOutput(process));
  // The path of this script in the binary, from which threads start too.
  const [, script, ...args] = process.argv;
  endWith(await run(args, undefined, script));
}

if (isMainThread) void main();
else joinSynth();
