// What the process of the command does with exceptions and with streams that cannot be written, in the package and in a
// binary.

/**
 * Reports exceptions, and failures of the standard streams.
 *
 * @param {() => ({ stderr: { write(text: string): unknown } } | undefined)} safeOutput the streams for texts that may
 *   repeat input; undefined if the program is not loaded yet
 */
exports.guardProcess = function guardProcess(safeOutput) {
  guardStream(process.stdout);
  // Most runs write nothing to it, and to make a stream of a pipe takes 2 ms.
  const { get } = Object.getOwnPropertyDescriptor(process, 'stderr') ?? {};
  if (get === undefined) guardStream(process.stderr);
  else Object.defineProperty(process, 'stderr', { get: guardedOnce(get), enumerable: true, configurable: true });
  // An exception is a bug. Its message may repeat input, so it is printed only on request.
  process.on('uncaughtException', ({ stack }) => {
    const trace = process.env.OSSM_FED_TRACE ? `${stack}\n` : 'set OSSM_FED_TRACE=1 for the stack trace\n';
    // Without the program only its file can be at fault, and no input was read.
    const { stderr } = safeOutput() ?? process;
    stderr.write(`error: internal error of ossm-fed, please report it as an issue; ${trace}`);
    process.exit(70);
  });
};

/**
 * Ends the process with an exit code when nothing is left to do. A connection that a login program or a proxy left open
 * must not keep a finished command running.
 */
exports.endWith = function endWith(code) {
  process.exitCode = code;
  setTimeout(() => process.exit(code), 1000).unref();
};

/** Handles the errors of a stream when it is used for the first time. */
function guardedOnce(get) {
  let stream;
  return () => {
    stream ??= guardStream(get.call(process));
    return stream;
  };
}

/**
 * A reader may close the pipe, as `head` does: the rest of the output is dropped, and files are still written. Output that
 * cannot be written for another reason, such as a full disk, is an error.
 */
function guardStream(stream) {
  return stream.on('error', ({ code }) => {
    if (code === 'EPIPE') return;
    if (stream === process.stdout) process.stderr.write(`error: cannot write to standard output (${code})\n`);
    process.exit(1);
  });
}
