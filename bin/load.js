// Loads the built program.

const { join } = require('node:path');
const { compile, tryRead } = require('./code-cache');

const build = join(__dirname, '..', 'build');

/**
 * Evaluates the program, with the code that an earlier run of the command compiled.
 *
 * @param {readonly string[]} args the arguments of the command
 * @param {{ exports: object }} program the module that gets the exports of the program
 * @returns {((code: number) => void) | undefined} keeps what was compiled, after a run that ended with the exit code;
 *   undefined if the program is not built
 */
exports.load = function load(args, program) {
  const filename = join(build, 'program.js');
  const source = tryRead(filename);
  if (source === undefined) return undefined;
  const { script, keep } = compile(source, build, filename, args);
  // Loading node:module takes longer.
  const requirePart = module.constructor.createRequire(filename);
  script.runInThisContext()(program.exports, requirePart, program, filename, build);
  return keep;
};
